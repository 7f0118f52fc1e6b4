"""What each role may do, written out by hand: a right that is given or lost by mistake is seen here."""

from roles.grants import GRANTS, IN_A_CLOSED_COURSE, Permission

READS = {"view", "print", "see_whereabouts"}
CLOSE = READS | {
    "edit_family", "record_consent", "edit_plan", "record_answer", "write_note", "call_meeting",
    "propose", "assess_trin", "share", "block_colleague", "tell_who_looked", "read_the_whole",
}  # fmt: skip
COORDINATES = CLOSE - {"propose"} | {
    "answer_adjustment", "manage_course", "manage_roles", "reveal_number", "decide", "see_costs", "move_text",
}  # fmt: skip
BY_HAND = {
    "coordinating_caseworker": COORDINATES,
    "borgerkonsulent": CLOSE,
    "caseworker": READS | {"write_note", "propose", "decide", "see_costs"},
    "team_member": READS | {"write_note", "propose"},
    "emergency": {"view"},
    "reader": {"view", "see_whereabouts"},
}
CLOSED = READS | {
    "manage_course", "reveal_number", "see_costs", "block_colleague", "tell_who_looked", "move_text",
    "read_the_whole",
}  # fmt: skip


def test_each_role_may_do_what_is_written_here_and_no_more():
    assert {str(role): set(map(str, granted)) for role, granted in GRANTS.items()} == BY_HAND


def test_a_closed_course_is_read_and_looked_after_and_not_worked_in():
    assert set(map(str, IN_A_CLOSED_COURSE)) == CLOSED


def test_every_permission_is_somebodys():
    assert frozenset().union(*GRANTS.values()) == frozenset(Permission)
