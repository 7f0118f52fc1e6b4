"""Which modules decide who may know what and who may do what, and which tests hold each of them."""

from dataclasses import dataclass

# The last line of a result: what noticed something says nothing when nothing is wrong.
NOTHING = "nothing"


@dataclass(frozen=True)
class Area:
    """`modules` decide. In `acts` only this is wrong: a permission is not asked for, a row is not logged."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    acts: tuple[str, ...] = ()
    # As they stand in the database.
    functions: tuple[str, ...] = ()

    @property
    def all_modules(self) -> tuple[str, ...]:
        return self.modules + self.acts


def _in(package: str, names: str) -> tuple[str, ...]:
    return tuple(f"{package}.{name}" for name in names.split())


def _tests(app: str, names: str) -> tuple[str, ...]:
    return tuple(f"tests/{app}/test_{name}.py" for name in names.split())


AREAS = {
    "roles": Area(
        modules=("roles.gate", "roles.grants", "roles.permissions")
        + _in("roles.models", "assignment barrier emergency request sharing")
        + ("borgerforloeb.citizens.models.consent", "borgerforloeb.citizens.models.confidential"),
        acts=_in(
            "roles.actions",
            "appointing barriers deputies emergency handing_over leaving looking requests sharing",
        ),
        functions=(
            "roles_barred_courses",
            "roles_barred_rules",
            "roles_bases",
            "roles_shares",
            "roles_of_work",
            "roles_course_outside",
            "roles_held_by",
            "roles_held_under",
            "roles_relations_behind",
            "citizens_consent_holds",
        ),
        tests=_tests(
            "roles",
            "gate grants permissions about_staff actions administrators barriers blocks broken_rule emergency"
            " granting handing_over judging reading requests sharing staff_citizens what_has_an_end"
            " work",
        )
        + _tests("citizens", "consents confidential")
        + _tests("casework", "consents_by_field outside")
        + _tests("logreview", "access barred")
        + _tests("staff", "leaving"),
    ),
    "plans": Area(
        modules=_in("plans", "projection brought marks reading reopening rewards sharing steps unread")
        + _in(
            "plans.models",
            "agreement agreement_look followup goal lesson note placement plan safeguard story trial version"
            " weekly_slot",
        ),
        acts=_in(
            "plans.actions",
            "agreement_looks agreements employer_contacts followups goals interventions later lessons notes"
            " placements reopening safeguards sections story trials versions weekly_slots",
        ),
        tests=_tests(
            "plans",
            "agreement_look_pages agreement_looks agreements around_the_draft changes"
            " employer_contacts fields_in_the_log followups goal_answer_pages goal_answers goals"
            " interventions later later_reminders lesson_forms lessons lessons_judged"
            " library_pages models notes placement_forms placement_hours placement_pages"
            " placements placements_in_the_plan projection reading reopening reopening_pages rows"
            " safeguard_pages safeguard_reminders safeguards safeguards_in_the_plan sections"
            " sharing shielded_later signed_notes step_pages steps story story_access story_pages"
            " story_paper trial_ending_pages trial_endings trial_pages trials trials_in_the_plan"
            " unread versions weekly_slot_pages weekly_slots",
        )
        + _tests("roles", "permissions gate whereabouts"),
    ),
    "papers": Area(
        modules=_in("borgerforloeb.disclosures", "screening findings package queries models"),
        acts=_in("borgerforloeb.disclosures.actions", "giving working"),
        tests=_tests(
            "disclosures", "actions editions matching papers places since_then told_in_the_log watching"
        ),
    ),
    "counts": Area(
        modules=_in("outcomes", "suppression statistics models queries ways"),
        acts=("outcomes.actions",),
        tests=_tests("outcomes", "actions queries statistics suppression ways"),
    ),
}
