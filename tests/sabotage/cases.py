"""What somebody could take out by mistake, one thing at a time, and which tests must notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """In a file `old` becomes `new`; or, without a file, `new` is said to the database."""

    name: str
    path: str
    old: str
    new: str
    noticed_by: tuple[str, ...]


def _sql(name: str, words: str, *noticed_by: str) -> Case:
    return Case(name, "", "", words, noticed_by)


# A condition is taken out of a function as it stands in the database; it must have been there.
WITHOUT = """
DO $$ DECLARE before text := pg_get_functiondef('{function}'::regproc); after text;
BEGIN
    after := replace(before, '{condition}', '{now}');
    IF after = before THEN RAISE 'not there'; END IF;
    EXECUTE after;
END $$
"""
GATE, BARRIERS = "roles/gate.py", "tests/roles/test_barriers.py"
GUARD = "tests/security/test_guard.py::test_the_wall_stands"
ROWS = "tests/security/test_row_security.py::test_a_stranger_sees_nothing_and_a_colleague_all_of_it"
SOURCE, HEADERS = "tests/security/test_source.py", "tests/security/test_headers.py"
PAGE_OF_THE_LOG = "tests/logreview/test_reconciling.py::test_the_page_shows_every_row_and_no_other"
SILENCE = "tests/security/test_canary.py::test_nothing_answers_and_nobody_is_left_behind"
CASES = (
    Case(
        "the list of notes lets everybody through",
        "plans/models/note.py",
        "return self.filter(ready, *readable)",
        "return self.all()",
        (SILENCE,),
    ),
    Case(
        "a draft is shown to the colleagues",
        "plans/models/note.py",
        "return self.filter(ready, *readable)",
        "return self.filter(*readable)",
        ("tests/plans/test_signed_notes.py::test_a_draft_is_read_by_its_author_alone",),
    ),
    Case(
        "the citizen is not shown what names no course",
        "borgerforloeb/logreview/seen.py",
        "filter(here | Q(course_id=None) & named)",
        "filter(here)",
        (PAGE_OF_THE_LOG,),
    ),
    Case(
        "the citizen is shown what another course tells",
        "borgerforloeb/logreview/seen.py",
        "here = Q(course_id=course.pk) & (named | Q(person_ids=[]))",
        "here = named | Q(course_id=course.pk, person_ids=[])",
        (PAGE_OF_THE_LOG,),
    ),
    Case(
        "the courses of one's own are all courses",
        "roles/permissions.py",
        'return Course.objects.filter(Held(user, IN_THE_COURSE, course="pk"))',
        "return Course.objects.all()",
        (SILENCE,),
    ),
    Case(
        "the gate forgets whose the assignment is",
        GATE,
        'held.user_id = {{user}}\n        AND held.starts_on',
        'held.starts_on',
        (SILENCE,),
    ),
    Case(
        "goals are not filtered",
        "plans/models/goal.py",
        'return self.filter(may_read(user, course="plan__course_id"))',
        "return self.filter(plan__course__assignments__user=user)",
        ("tests/roles/test_permissions.py::test_a_text_about_another_member_is_not_read",),
    ),
    Case(
        "a plan knows the whole family's network",
        "plans/views/opening.py",
        "NetworkPerson.objects.filter(may_know(self.user), course=",
        "NetworkPerson.objects.filter(course=",
        (f"{SOURCE}::test_the_web_layer_asks_through_the_gate",),
    ),
    Case(
        "the plan compares by frozen marks alone",
        "plans/reading.py",
        "asked = gone(tree.gone) | today",
        "asked = today",
        ("tests/plans/test_gone.py::test_comparing_names_it_to_those_who_may_read_it",),
    ),
    Case(
        "an interval of hours is forgotten",
        GATE,
        "AND (held.expires_at IS NULL OR held.expires_at > statement_timestamp())",
        "",
        ("tests/roles/test_what_has_an_end.py::test_what_lasts_hours_ends_to_the_minute",),
    ),
    Case(
        "barriers are not asked",
        GATE,
        "held.course_id <> ALL ((SELECT roles_barred_courses({{user}}))::uuid[])",
        "true",
        ("tests/roles/test_blocks.py",),
    ),
    Case(
        "the log tells of what is closed to its reviewer",
        "borgerforloeb/logreview/views/log.py",
        "events.without(*barred_to(request.user))",
        "events",
        ("tests/logreview/test_barred.py::test_nor_a_row_that_names_the_person_and_no_course",),
    ),
    Case(
        "who has left the municipality is let in",
        GATE,
        "AND COALESCE({_ACTS_AS} = ANY ((SELECT roles_of_work({{user}}))::text[]), false)",
        "",
        ("tests/roles/test_permissions.py::test_a_deactivated_user_has_no_access",),
    ),
    Case(
        "a deputy is given what nobody may give",
        "roles/actions/deputies.py",
        "domains=may_give(assignment.domains, access),",
        "domains=assignment.domains,",
        ("tests/roles/test_granting.py::TestDeputy",),
    ),
    Case(
        "a number is looked up uncounted",
        "borgerforloeb/casework/views/numbers.py",
        "if digits and not _is_counted(form, by_what, digits, by):",
        "if False:",
        ("tests/casework/test_number_lookups.py",),
    ),
    Case(
        "a stranger's note is taken",
        "plans/actions/notes.py",
        "require(by, Permission.WRITE_NOTE, goal.plan.course_id)",
        "access_to(by, goal.plan.course_id)",
        ("tests/plans/test_notes.py::test_a_stranger_writes_no_note",),
    ),
    Case(
        "opening a course leaves no row",
        "borgerforloeb/pages/views.py",
        '    record(\n        "course.opened",',
        '    dict(\n        action="course.opened",',
        ("tests/security/test_recorded.py",),
    ),
    Case(
        "a document may fetch",
        "borgerforloeb/documents/fetcher.py",
        'raise Refused("Dokumentet må ikke hente noget udefra.")',
        "return URLFetcher().fetch(url, headers)",
        ("tests/documents/test_fetcher.py::test_nothing_is_fetched[image]",),
    ),
    Case(
        "rows of a list are not escaped",
        "borgerforloeb/accounts/markup.py",
        "word if isinstance(word, SafeString) else escape(word) for name, word",
        "word for name, word",
        ("tests/accounts/test_markup.py",),
    ),
    Case(
        "a note is said to be markup",
        "plans/rows.py",
        'SafeString(" <ins>nyt</ins>")',
        "SafeString(card.title)",
        (f"{SOURCE}::test_nothing_that_somebody_wrote_is_said_to_be_markup",),
    ),
    Case(
        "scripts in the page are let through",
        "borgerforloeb/settings/browser.py",
        '"script-src": [SELF],',
        '"script-src": [SELF, "\'unsafe-inline\'"],',
        (f"{HEADERS}::test_every_address_answers_with_them",),
    ),
    Case(
        "stepping up keeps the key",
        "borgerforloeb/accounts/views.py",
        "request.session.cycle_key()",
        "request.session.save()",
        ("tests/security/test_sign_in.py::test_the_key_changes_when_one_proves_oneself_again",),
    ),
    Case(
        "a seal passes over rows",
        "borgerforloeb/audit/sealing.py",
        "return last.to_xid if last is not None else 0",
        "return last.to_xid + 2 if last is not None else 0",
        ("tests/audit/test_sealing.py::test_each_seal_stands_on_the_one_before",),
    ),
    Case(
        "a log that cannot be written is passed over",
        "borgerforloeb/audit/middleware.py",
        "            return _unavailable(request, exception)\n",
        "            return None\n",
        ("tests/audit/test_middleware.py::test_a_page_that_cannot_be_logged_is_not_shown",),
    ),
    Case(
        "a rule that breaks is silent",
        GATE,
        'alarm.error("%s in %s", type(error).__name__, rule.__qualname__)',
        "pass",
        ("tests/roles/test_broken_rule.py",),
    ),
    _sql(
        "a barrier is forgotten",
        WITHOUT.format(function="roles_barred_courses", condition="barred.user_id = employee", now="false"),
        f"{BARRIERS}::TestSibling",
    ),
    _sql(
        "the view of the barriers leaves out a rule",
        "CREATE OR REPLACE VIEW roles_barred AS SELECT * FROM roles_barred_rules() WHERE rule <> 'sibling'",
        GUARD,
        f"{BARRIERS}::TestSibling",
    ),
    _sql(
        "an administrator who also works with citizens is let in",
        WITHOUT.format(
            function="roles_of_work", condition="NOT ''administrator'' = ANY (who.capabilities)", now="true"
        ),
        GUARD,
        "tests/roles/test_administrators.py",
    ),
    _sql(
        "who does other work now is let in",
        WITHOUT.format(
            function="roles_of_work", condition="needs.capabilities && who.capabilities::text[]", now="true"
        ),
        GUARD,
        "tests/roles/test_work.py",
    ),
    _sql(
        "who has left a course bars nobody any more",
        WITHOUT.format(
            function="roles_barred_courses",
            condition="member.citizen_id = barred.citizen_id",
            now="member.citizen_id = barred.citizen_id AND member.ends_on IS NULL",
        ),
        GUARD,
        f"{BARRIERS}::TestOwnCase::test_a_family_that_one_is_or_was_a_member_of_is_closed",
    ),
    _sql(
        "a consent that was taken back still opens",
        WITHOUT.format(
            function="roles_bases", condition="citizens_consent_holds(basis.consent_id, today)", now="true"
        ),
        "tests/roles/test_what_has_an_end.py::test_it_stops_with_the_consent_that_it_rests_on",
    ),
    _sql(
        "what was taken away is as open as it was frozen",
        WITHOUT.format(function="plans_marks_of_gone", condition="goal.plan_id = $1", now="false"),
        GUARD,
        "tests/plans/test_gone.py::test_it_is_as_closed_as_it_was_at_last",
    ),
    _sql("a policy is dropped", "DROP POLICY member ON plans_goal", GUARD, ROWS),
    _sql("the owner is let past", "ALTER TABLE citizens_course NO FORCE ROW LEVEL SECURITY", GUARD),
    _sql("the log may be changed", "ALTER TABLE audit_auditevent DISABLE TRIGGER USER", GUARD,
         "tests/audit/test_append_only.py::test_a_row_is_neither_changed_nor_deleted"),
    _sql("memberships are not kept", "DROP TRIGGER keep_membership ON roles_assignment", GUARD, ROWS),
)  # fmt: skip
