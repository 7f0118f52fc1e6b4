"""Every component in every state on one page, so that eyes, axe and a ruler can go over it."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.drawing import Station
from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.pages import errors

NOW = datetime(2026, 9, 2, 7, 48, tzinfo=UTC)
WAYS = [("home", "Hjemmebesøg"), ("phone", "Telefon"), ("office", "På kontoret")]
SIGNS = [
    ("school", "Skolefravær"),
    ("home", "Uden fast bolig"),
    ("debt", "Gæld eller ingen indtægt"),
    ("plans", "Flere planer på samme tid"),
]
STATIONS = [
    Station("Trin 1", "14. januar – 26. maj 2026", "Praktik efter 6 måneder"),
    Station("Trin 2", "Siden 27. maj 2026", "Praktik om 3–6 måneder"),
    Station("Trin 3", "", "Praktik i gang eller inden 3 måneder"),
    Station("Job eller uddannelse", "Elevplads som gartner senest august 2027"),
]


class ComponentForm(DkfdsForm):
    """One field of each kind."""

    submit_label = "Send indstilling"
    cancel_url = "/"
    guarded = True

    name = forms.CharField(label="Hvem indstiller du?", max_length=60, help_text="Navn eller CPR-nummer.")
    on = forms.DateField(label="Hvornår?", help_text="Fx 2.9.2026")
    at = forms.TimeField(label="Klokken", required=False)
    weekly = forms.DecimalField(label="Timer om ugen", max_digits=4, decimal_places=2, required=False)
    people = forms.IntegerField(label="Hvor mange kommer?", min_value=1)
    signs = forms.MultipleChoiceField(
        label="Hvad har du lagt mærke til?",
        choices=SIGNS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Skolefravær er nok alene. Ellers skal der være tre.",
    )
    why = forms.CharField(label="Hvorfor nu?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    wish = forms.CharField(
        label="Hvad ønsker borgeren selv?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "bf-own"}),
        help_text="Helst med egne ord",
    )
    how = forms.ChoiceField(label="Hvordan har I talt sammen?", choices=WAYS, widget=forms.RadioSelect)
    where = forms.ChoiceField(label="Sted", choices=[("", "Vælg sted"), *WAYS])
    letter = forms.FileField(label="Brev", required=False)
    knows = forms.BooleanField(label="Borgeren ved, at jeg indstiller")
    course = forms.CharField(widget=forms.HiddenInput, initial="1")

    def clean(self) -> dict:
        if self.cleaned_data.get("people") == 13:
            raise forms.ValidationError("Tretten til bords går ikke.")
        return self.cleaned_data


class AgreementForm(DkfdsForm):
    submit_label = ""

    what = forms.CharField(label="Hvad aftaler I?")
    due_on = forms.DateField(label="Hvornår?", required=False)


AgreementFormSet = forms.formset_factory(AgreementForm, extra=2)


def show(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Planen er gemt.")
    messages.error(request, "Brevet kunne ikke sendes.")
    form = ComponentForm(request.POST or None, request.FILES or None)
    form.is_valid()
    context = {
        "form": form,
        "now": NOW,
        "stations": STATIONS,
        "agreements": AgreementFormSet(prefix="aftale"),
    }
    return render(request, "dev/gallery.html", context)


def frame_only(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


@require_POST
def swap(request: HttpRequest) -> HttpResponse:
    """What htmx puts into the page: a form that is wrong, as after a real save."""
    form = AgreementForm(request.POST)
    form.is_valid()
    return render(request, "dkfds/uni_form.html", {"form": form, "form_show_errors": True}, status=422)


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    return render(request, "base_signed_out.html")


@login_not_required
def error(request: HttpRequest, status: int) -> HttpResponse:
    pages = {
        400: errors.bad_request,
        403: errors.refused,
        404: errors.not_found,
        429: errors.too_many,
        500: errors.server_error,
        503: errors.unavailable,
        419: errors.csrf_failure,
    }
    return pages[status](request)
