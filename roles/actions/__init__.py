from roles.actions.appointing import WORKS_WITH_CITIZENS, appoint, appoint_first_two, end_assignment
from roles.actions.barriers import block, end_staff_citizen, lift_block, note_staff_citizen
from roles.actions.deputies import MAY_BE_STOOD_IN_FOR, stand_in
from roles.actions.sharing import end_sharing, share

__all__ = [
    "MAY_BE_STOOD_IN_FOR",
    "WORKS_WITH_CITIZENS",
    "appoint",
    "appoint_first_two",
    "block",
    "end_assignment",
    "end_sharing",
    "end_staff_citizen",
    "lift_block",
    "note_staff_citizen",
    "share",
    "stand_in",
]
