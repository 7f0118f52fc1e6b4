"""What each role may do in a course, open and closed, as README.md tells it; roles/permissions.py asks."""

from enum import StrEnum

from roles.models import Role


class Permission(StrEnum):
    VIEW = "view"
    PRINT = "print"
    MANAGE_COURSE = "manage_course"
    MANAGE_ROLES = "manage_roles"
    EDIT_FAMILY = "edit_family"
    RECORD_CONSENT = "record_consent"
    REVEAL_NUMBER = "reveal_number"
    EDIT_PLAN = "edit_plan"
    DECIDE = "decide"
    RECORD_ANSWER = "record_answer"
    WRITE_NOTE = "write_note"
    CALL_MEETING = "call_meeting"
    ASSESS_TRIN = "assess_trin"
    SEE_COSTS = "see_costs"
    SHARE = "share"
    BLOCK_COLLEAGUE = "block_colleague"
    TELL_WHO_LOOKED = "tell_who_looked"
    SEE_WHEREABOUTS = "see_whereabouts"
    # A text that somebody else wrote in the wrong place; one's own goes with the right to write it.
    MOVE_TEXT = "move_text"
    # To ask for other words or hours in the plan, and to say yes or no to that.
    PROPOSE = "propose"
    ANSWER_ADJUSTMENT = "answer_adjustment"
    # What is said of a whole course or plan, and so carries neither person nor field.
    READ_THE_WHOLE = "read_the_whole"


_READ = frozenset({Permission.VIEW, Permission.PRINT, Permission.SEE_WHEREABOUTS})
_CLOSE_TO_THE_CITIZEN = _READ | {
    Permission.EDIT_FAMILY,
    Permission.RECORD_CONSENT,
    Permission.EDIT_PLAN,
    Permission.RECORD_ANSWER,
    Permission.WRITE_NOTE,
    Permission.PROPOSE,
    Permission.CALL_MEETING,
    Permission.ASSESS_TRIN,
    Permission.SHARE,
    Permission.BLOCK_COLLEAGUE,
    Permission.TELL_WHO_LOOKED,
    Permission.READ_THE_WHOLE,
}

GRANTS: dict[str, frozenset[Permission]] = {
    # Nobody answers an adjustment of her own: she writes in the plan.
    Role.COORDINATING_CASEWORKER: frozenset(Permission) - {Permission.PROPOSE},
    # No purchaser-provider split (R19): both edit the same plan, only decisions are reserved.
    Role.BORGERKONSULENT: _CLOSE_TO_THE_CITIZEN,
    Role.CASEWORKER: _READ
    | {Permission.WRITE_NOTE, Permission.PROPOSE, Permission.DECIDE, Permission.SEE_COSTS},
    Role.TEAM_MEMBER: _READ | {Permission.WRITE_NOTE, Permission.PROPOSE},
    # Reads on a screen for a while, with a reason; nothing leaves the house by it.
    Role.EMERGENCY: frozenset({Permission.VIEW}),
    Role.READER: frozenset({Permission.VIEW, Permission.SEE_WHEREABOUTS}),
}

IN_A_CLOSED_COURSE = _READ | {
    Permission.MANAGE_COURSE,
    Permission.REVEAL_NUMBER,
    Permission.SEE_COSTS,
    Permission.BLOCK_COLLEAGUE,
    Permission.TELL_WHO_LOOKED,
    # What stands in the wrong course is as wrong there when it has closed.
    Permission.MOVE_TEXT,
    Permission.READ_THE_WHOLE,
}
