"""What all forms share: Danish messages, how a date is written, which word marks a field."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.forms import BoundField
from django.forms.models import ModelChoiceIterator
from django.forms.utils import pretty_name
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.safestring import SafeString

from borgerforloeb.accounts.merging import refuse_marks
from borgerforloeb.accounts.presentation import count_word, numericdate

DATE_FORMATS = [
    "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%d/%m-%Y", "%d/%m %Y", "%Y-%m-%d",
    "%d.%m.%y", "%d-%m-%y", "%d/%m/%y", "%d/%m-%y", "%d/%m %y", "%d%m%y", "%d%m%Y",
]  # fmt: skip
# The shorter first: 10 would else be read as 1.0, and 110926 as a day in the year 926.
TIME_FORMATS = ["%H.%M", "%H:%M", "%H", "%H%M"]
OWN_WORDS = "bf-own"
OPTIONAL = "(frivilligt)"
REQUIRED = "(skal udfyldes)"

# dkfds's class for each kind of widget. Without form-radio the radios are invisible to eyes, not to axe.
CLASSES = {
    "radio": "form-radio",
    "checks": "form-checkbox",
    "checkbox": "form-checkbox",
    "select": "form-select",
    "file": "form-input",
    "textarea": "form-input",
    "input": "form-input",
}
KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "checks"),  # before radio, which it inherits from
    (forms.RadioSelect, "radio"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.MultiWidget, "many"),
]


class DanishDateInput(forms.DateInput):
    """One text field: quicker to type in than a picker, and read back as it was written."""

    def format_value(self, value: Any) -> str | None:
        return value if isinstance(value, str) or value is None else numericdate(value)


class DanishTimeInput(forms.TimeInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H.%M")


def kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    return next((name for widget_class, name in KINDS if isinstance(widget, widget_class)), "input")


def control(bound: BoundField) -> SafeString:
    """The bare control with dkfds's class added to the field's own."""
    attributes = bound.field.widget.attrs
    names = f"{CLASSES.get(kind(bound), '')} {attributes.get('class', '')}".strip()
    own: dict[str, Any] = {"class": names} if names else {}
    if is_read_by_the_citizen(bound):
        own["data-plain"] = True
    return bound.as_widget(attrs=own or None)


def is_read_by_the_citizen(bound: BoundField) -> bool:
    """There static/js/plain.js tells how heavy the words are. The citizen's own are a quote, and let be."""
    is_quote = OWN_WORDS in bound.field.widget.attrs.get("class", "").split()
    return bound.name in getattr(bound.form, "read_by_the_citizen", ()) and not is_quote


def mark_word(bound: BoundField) -> str:
    """The rarer kind is marked with its word; where all fields are alike, none is."""
    form = bound.form
    if not hasattr(form, "_marked"):
        kinds = Counter(field.required for field in form.fields.values() if not field.widget.is_hidden)
        if not kinds[True] or not kinds[False]:
            form._marked = None
        else:
            form._marked = kinds[True] < kinds[False]
    if form._marked is None or bound.field.required is not form._marked:
        return ""
    return REQUIRED if form._marked else OPTIONAL


def character_limit(bound: BoundField) -> int | None:
    """Only where somebody writes at length: a counter under a name would be noise."""
    return getattr(bound.field, "max_length", None) if kind(bound) == "textarea" else None


def target_id(bound: BoundField) -> str:
    """Where the error summary's link leads: the control, or the first choice of a group."""
    if kind(bound) in ("radio", "checks"):
        return next((choice.id_for_label for choice in bound.subwidgets), "")
    return bound.id_for_label or bound.auto_id


def summary_lines(form: forms.BaseForm) -> list[tuple[str, str]]:
    lines = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        for error in bound.errors:
            named = str(bound.label).lower() in str(error).lower()
            text = str(error) if named or not bound.label else f"{bound.label}: {error}"
            lines.append(("" if kind(bound) == "hidden" else target_id(bound), text))
    return lines


def summary_heading(form: forms.BaseForm) -> str:
    heading = getattr(form, "error_heading", "")
    number = len(summary_lines(form))
    return heading or f"{count_word(number)} ting skal rettes"


class AtOnce(ModelChoiceIterator):
    """A select's rows in one round trip. Django's own opens a cursor in the database, which takes three."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, self.queryset.all())


class PlainHelper(FormHelper):
    """Posts to the page it stands on. crispy's own asks the resolver for an address each time it is shown."""

    form_action = ""


class DkfdsForm(forms.Form):
    """What pages inherit: `{% crispy form %}` renders it whole, `{% field form.name %}` one field."""

    submit_label = "Gem"
    cancel_url = ""
    error_heading = ""
    # Asks before a half-written form is left; for the forms that take more than a minute.
    guarded = False
    # The fields whose words the citizen gets to read, on paper or aloud.
    read_by_the_citizen: tuple[str, ...] = ()
    # What two wrote at the same time is put together: the form carries what it began with (drafts.both).
    is_brought_together = False
    # And who writes in it is told while they do (drafts.holding).
    tells_who_writes = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = field.label or pretty_name(name)
            _make_danish(field)

    @property
    def helper(self) -> FormHelper:
        helper = PlainHelper()
        if self.guarded:
            helper.attrs["data-guard"] = ""
        if self.submit_label:
            helper.add_input(Submit("", self.submit_label))
        helper.layout = self.get_layout()
        return helper

    def get_layout(self) -> Layout | None:
        """Fieldsets and rows; without, fields come in their order. Made anew: crispy writes into it."""
        return None


class DkfdsModelForm(DkfdsForm, forms.ModelForm):
    """The same over a model. It is never saved: the action is given its cleaned data."""


def _make_danish(field: forms.Field) -> None:
    _name_what_is_missing(field)
    if type(field) is forms.DateField:
        _use_widget(field, DanishDateInput, inputmode="text", autocomplete="off")
        field.input_formats = DATE_FORMATS
        field.error_messages["invalid"] = "Skriv datoen med dag, måned og år, fx 2.9.2026"
    elif type(field) is forms.TimeField:
        _use_widget(field, DanishTimeInput, inputmode="decimal", autocomplete="off")
        field.input_formats = TIME_FORMATS
        field.error_messages["invalid"] = "Skriv klokkeslættet med timer og minutter, fx 10.00"
    elif isinstance(field, forms.DecimalField | forms.IntegerField):
        _use_comma(field)
    elif isinstance(field, forms.ModelChoiceField):
        field.iterator = AtOnce
        field.widget.choices = field.choices
    elif isinstance(field.widget, forms.Textarea):
        # The browser would cut off what is pasted without a word; the counter and the error tell instead.
        field.widget.attrs.pop("maxlength", None)
        field.validators = [*field.validators, refuse_marks]


def _use_widget(field: forms.Field, widget_class: type[forms.Widget], **attributes: str) -> None:
    if field.widget.is_hidden:
        return
    widget = widget_class(attrs=attributes | {"class": "input-char-11"} | field.widget.attrs)
    widget.is_required = field.widget.is_required
    widget.is_localized = False
    field.widget = widget


def _use_comma(field: forms.DecimalField | forms.IntegerField) -> None:
    # A number field in the browser refuses a Danish comma and changes its value when one scrolls.
    if not isinstance(field.widget, forms.NumberInput):
        return
    field.localize = field.widget.is_localized = True
    field.widget.input_type = "text"
    whole = not isinstance(field, forms.DecimalField)
    given = {name: value for name, value in field.widget.attrs.items() if name not in ("min", "max", "step")}
    field.widget.attrs = {"inputmode": "numeric" if whole else "decimal", "class": "input-char-8"} | given


def _name(words: str, field: forms.Field) -> str:
    return f"{words} ”{str(field.label).rstrip(':')}”"


# Said when it is shown: a form may give its field another label after this.
_naming = lazy(_name, str)


def _name_what_is_missing(field: forms.Field) -> None:
    usual = str(forms.Field.default_error_messages["required"])
    if not field.required or str(field.error_messages["required"]) != usual:
        return
    if field.widget.is_hidden:
        field.error_messages["required"] = "Siden manglede noget. Hent den igen, og prøv forfra"
    elif isinstance(field.widget, forms.CheckboxInput):
        field.error_messages["required"] = _naming("Sæt kryds ved", field)
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        field.error_messages["required"] = _naming("Vælg et svar ved", field)
    else:
        field.error_messages["required"] = _naming("Udfyld", field)


class FilterForm(DkfdsForm):
    """Comes by POST and is kept in the session: a name in an address would stay in histories and logs."""

    @classmethod
    def keep(cls, request: HttpRequest, key: str) -> None:
        form = cls(request.POST)
        if "reset" in request.POST:
            request.session.pop(key, None)
        elif form.is_valid():
            request.session[key] = {
                name: getattr(value, "pk", value) for name, value in form.cleaned_data.items()
            }
