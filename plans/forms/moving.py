"""To move a text: first to which course, then where in it, and why."""

from uuid import UUID

from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm
from plans.models import MovedText
from plans.moving import Place


class CourseForm(DkfdsForm):
    """By GET: what is chosen here is only shown, and the next form is sent."""

    to = forms.ChoiceField(label="Hvilket forløb hører teksten til i?")

    def __init__(self, *args, places: list[Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Vælg"), *((str(place.course_id), place.name) for place in places)]

    def chosen(self) -> UUID | None:
        return UUID(self.cleaned_data["to"]) if self.is_valid() else None


class MoveForm(DkfdsForm):
    why = forms.ChoiceField(
        label="Hvorfor skal den flyttes?", choices=MovedText.Why, widget=forms.RadioSelect, initial=""
    )


class MoveNoteForm(MoveForm):
    field_order = ["goal_id", "why"]

    goal_id = forms.ChoiceField(label="Hvilket mål hører noten til?")

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_id = {str(goal.pk): goal for goal in goals}
        self.fields["goal_id"].choices = [
            ("", "Vælg"),
            *((key, one.title) for key, one in self.by_id.items()),
        ]

    def goal(self):
        return self.by_id[self.cleaned_data["goal_id"]]
