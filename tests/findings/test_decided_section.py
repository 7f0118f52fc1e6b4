"""Only who decides may change the section that something was granted after."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from plans.actions.interventions import change_intervention
from tests.decisions.world import make_decision
from tests.factories import TODAY, caseworker_of, konsulent_of, make_plan, make_section
from tests.plans.factories import make_intervention

pytestmark = pytest.mark.django_db


def test_the_borgerkonsulent_cannot_change_it():
    plan = make_plan()
    granted, other = make_section("§ 85 x"), make_section("§ 99 x")
    row = make_intervention(plan.goals.get(), status="granted", section=granted)

    make_decision(plan.course, section=other, status="told")
    change = partial(change_intervention, row, version=0, on=TODAY, section=other)

    with pytest.raises(PermissionDenied):
        change(by=konsulent_of(plan.course))
    assert change(by=caseworker_of(plan.course)).section == other
