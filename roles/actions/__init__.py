from roles.actions.appointing import WORKS_WITH_CITIZENS, appoint, appoint_first_two, end_assignment
from roles.actions.barriers import block, end_staff_citizen, lift_block, note_staff_citizen
from roles.actions.deputies import MAY_BE_STOOD_IN_FOR, stand_in
from roles.actions.emergency import break_glass, end_early, judge
from roles.actions.handing_over import Absence, hand_over
from roles.actions.reading import read_as_leader
from roles.actions.requests import (
    ask_for_access,
    decline_access,
    grant_access,
    look_up,
    search_outside,
)
from roles.actions.sharing import end_sharing, share

__all__ = [
    "MAY_BE_STOOD_IN_FOR",
    "WORKS_WITH_CITIZENS",
    "Absence",
    "appoint",
    "appoint_first_two",
    "ask_for_access",
    "block",
    "break_glass",
    "decline_access",
    "end_assignment",
    "end_early",
    "end_sharing",
    "end_staff_citizen",
    "grant_access",
    "hand_over",
    "judge",
    "lift_block",
    "look_up",
    "note_staff_citizen",
    "read_as_leader",
    "search_outside",
    "share",
    "stand_in",
]
