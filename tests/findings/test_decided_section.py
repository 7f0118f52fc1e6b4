"""Only who decides may change the section that something was granted after."""

import pytest
from django.core.exceptions import PermissionDenied

from plans.actions.interventions import change_intervention
from tests.factories import caseworker_of, konsulent_of, make_plan, make_section
from tests.plans.factories import make_intervention

pytestmark = pytest.mark.django_db


def test_the_borgerkonsulent_cannot_change_it():
    plan = make_plan()
    granted, other = make_section("§ 85 x"), make_section("§ 99 x")
    row = make_intervention(plan.goals.get(), status="granted", section=granted)

    with pytest.raises(PermissionDenied):
        change_intervention(row, version=0, by=konsulent_of(plan.course), section=other)
    assert change_intervention(row, version=0, by=caseworker_of(plan.course), section=other).section == other
