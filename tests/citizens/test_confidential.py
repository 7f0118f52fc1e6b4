"""What was written for the few that are named stays theirs; anything else may be opened and closed."""

import pytest
from django.core.exceptions import ValidationError

from borgerforloeb.citizens.models import Level, refuse_opened
from plans.models import Goal


@pytest.mark.parametrize("level", [Level.COMMON, Level.DOMAIN])
def test_what_is_shielded_is_not_opened(level):
    with pytest.raises(ValidationError) as refusal:
        refuse_opened(Goal(level=Level.SHIELDED), level)

    assert list(refusal.value.message_dict) == ["level"]


@pytest.mark.parametrize("before", [Level.COMMON, Level.DOMAIN])
@pytest.mark.parametrize("after", Level)
def test_the_rest_is_opened_and_closed_as_one_needs(before, after):
    refuse_opened(Goal(level=before), after)


def test_what_is_shielded_may_be_saved_as_it_is():
    refuse_opened(Goal(level=Level.SHIELDED), Level.SHIELDED)
