from borgerforloeb.disclosures.actions.giving import (
    NO_BASIS,
    approve,
    ask_for_second,
    decide,
    hand_out,
    hand_out_unsaved,
    look_again,
    prepare,
    release,
    stop,
    what_is_amiss,
)
from borgerforloeb.disclosures.actions.keeping import is_held_back, reads_all
from borgerforloeb.disclosures.actions.working import working_copy

__all__ = [
    "NO_BASIS",
    "approve",
    "ask_for_second",
    "decide",
    "hand_out",
    "hand_out_unsaved",
    "is_held_back",
    "look_again",
    "prepare",
    "reads_all",
    "release",
    "stop",
    "what_is_amiss",
    "working_copy",
]
