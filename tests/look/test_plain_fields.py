"""Which fields tell how heavy their words are: those that a citizen gets to read, and no quote."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.apps import apps

from borgerforloeb.accounts.formfield import field
from borgerforloeb.accounts.formstyle import OWN_WORDS, DkfdsForm
from plans.forms.sections import SectionForm

# Long texts that no citizen is shown, and why.
LET_BE = {
    "AdjustmentForm.why": "for the coordinator who answers",
    "AnswerForm.answer": "of the log reviewer's question to an employee",
    "AnswerForm.oral_note": "what was said and who heard it, as it was",
    "AnswerForm.reason": "of the coordinator to whoever proposed",
    "AskForm.reason": "for those who open the course to a colleague",
    "ConsentForm.oral_note": "what was said and who heard it, as it was",
    "DecisionForm.childs_view": "what the child said",
    "DecisionForm.heard_words": "what the citizen answered",
    "EmergencyForm.reason": "for the leader who judges it",
    "HoldFollowUpForm.does_it_work": "read by the two who have the plan",
    "HoldFollowUpForm.done_right": "read by the two who have the plan",
    "HoldFollowUpForm.right_things": "read by the two who have the plan",
    "HoldForm.absence_reason": "for the figures of the municipality",
    "JudgeLessonForm.answer": "of a colleague to whoever wrote the lesson",
    "LessonForm.learned": "for colleagues; no citizen is told of it",
    "LessonForm.tried": "for colleagues; no citizen is told of it",
    "ReadingForm.reason": "of a leader who reads, for the log",
    "VerdictForm.words": "of the log reviewer",
}


def all_forms(base: type = DkfdsForm) -> Iterator[type[DkfdsForm]]:
    for found in base.__subclasses__():
        yield found
        yield from all_forms(found)


@pytest.fixture(scope="module", autouse=True)
def _every_form_is_there():
    for config in apps.get_app_configs():
        if hasattr(config.module, "__path__") and config.name.split(".")[0] not in {"django", "allauth"}:
            for found in walk_packages(config.module.__path__, f"{config.name}."):
                if "forms" in found.name.split(".") and ".migrations" not in found.name:
                    import_module(found.name)


def test_every_long_text_is_marked_or_said_here_why_not():
    ours = [form for form in all_forms() if not form.__module__.startswith("tests.")]
    unmarked = {
        f"{form.__name__}.{name}"
        for form in ours
        for name, one in form.base_fields.items()
        if isinstance(one.widget, forms.Textarea)
        and OWN_WORDS not in one.widget.attrs.get("class", "")
        and name not in form.read_by_the_citizen
    }

    assert unmarked == LET_BE.keys()
    for form in ours:
        assert set(form.read_by_the_citizen) <= form.base_fields.keys(), form


@pytest.mark.parametrize(("kind", "is_marked"), [("resources", True), ("purpose", True), ("dreams", False)])
def test_the_citizen_s_own_words_are_let_be(kind, is_marked):
    form = SectionForm(kind=kind, persons=[])

    assert ("data-plain" in field(form["text"])) is is_marked
    assert "data-plain" not in field(form["level"])
