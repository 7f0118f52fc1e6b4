from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.timezone import localtime

from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.presentation import weekday
from borgerforloeb.citizens.models import Domain, Level
from networkmeetings.dates import local_moment, read_when
from networkmeetings.invitees import choices
from networkmeetings.models import Participant
from plans.forms.moving import MoveForm

OWN_WORDS = {"class": "bf-own"}


class MeetingForm(DkfdsForm):
    title = forms.CharField(label="Hvad hedder mødet?", max_length=120, initial="Netværksmøde")
    day = forms.DateField(label="Dag")
    starts = forms.TimeField(label="Fra klokken")
    ends = forms.TimeField(label="Til klokken")
    place = forms.CharField(
        label="Hvor vil borgeren helst mødes?",
        max_length=160,
        help_text="Skriv ikke en adresse, der er beskyttet. Indkaldelsen viser stedet til alle.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def get_layout(self) -> Layout:
        return Layout("version", "title", Row("day", "starts", "ends"), "place")

    def clean(self):
        data = super().clean()
        if {"day", "starts", "ends"} <= data.keys():
            data["starts_at"] = local_moment(data["day"], data["starts"])
            data["ends_at"] = local_moment(data["day"], data["ends"])
            if data["ends"] <= data["starts"]:
                self.add_error("ends", "Mødet skal slutte, efter at det er begyndt.")
        return data

    def meeting(self):
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ("title", "starts_at", "ends_at", "place")}

    @staticmethod
    def initial_of(meeting):
        start, end = localtime(meeting.starts_at), localtime(meeting.ends_at)
        return {
            "title": meeting.title,
            "day": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "place": meeting.place,
            "version": meeting.version,
        }


class OwnPointForm(DkfdsForm):
    """The citizen's own point, in the citizen's words, with nothing else to fill in."""

    text = forms.CharField(
        label="Er der mere, du vil have med?", max_length=300, widget=forms.TextInput(attrs=OWN_WORDS)
    )


class PointForm(DkfdsForm):
    read_by_the_citizen = ("text",)

    text = forms.CharField(label="Hvad skal der tales om?", max_length=300)
    raised_by = forms.CharField(label="Hvem vil tale om det?", max_length=120, required=False)
    by_citizen = forms.BooleanField(label="Det er borgerens eget punkt", required=False)
    person = forms.ChoiceField(label="Hvem handler det om?", required=False)
    domain = forms.ChoiceField(label="Område", choices=Domain, initial=Domain.COMMON)
    level = forms.ChoiceField(
        label="Hvem må læse punktet?",
        choices=Level,
        initial=Level.COMMON,
        help_text="Kun det, som alle må læse, kommer med i udkastet til referatet.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, citizens, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Alle i forløbet"), *((str(c.pk), c.name) for c in citizens)]
        self.by_id = {str(citizen.pk): citizen.pk for citizen in citizens}

    def point(self):
        names = ("text", "raised_by", "by_citizen", "domain", "level")
        data = {name: self.cleaned_data[name] for name in names}
        return data | {"person_id": self.by_id.get(self.cleaned_data["person"])}

    @staticmethod
    def initial_of(item):
        names = ("text", "raised_by", "by_citizen", "domain", "level", "version")
        return {name: getattr(item, name) for name in names} | {"person": str(item.person_id or "")}


class MovePointForm(MoveForm):
    field_order = ["meeting_id", "person", "why"]

    meeting_id = forms.ChoiceField(label="Hvilket møde hører punktet til?")
    person = forms.ChoiceField(label="Hvem handler det om?", required=False)
    is_out = forms.BooleanField(
        label="Jeg har set referatet igennem: det, der hører til punktet, er taget ud", required=False
    )

    def __init__(self, *args, meetings, citizens, has_minutes, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_minutes:
            del self.fields["is_out"]
        self.meetings = {str(meeting.pk): meeting for meeting in meetings}
        named = [(key, f"{one.title}, {weekday(one.starts_at)}") for key, one in self.meetings.items()]
        self.fields["meeting_id"].choices = [("", "Vælg"), *named]
        self.fields["person"].choices = [("", "Alle i forløbet"), *((str(c.pk), c.name) for c in citizens)]
        self.by_id = {str(citizen.pk): citizen.pk for citizen in citizens}

    def place(self):
        """What the action takes."""
        person, to = (
            self.by_id.get(self.cleaned_data["person"]),
            self.meetings[self.cleaned_data["meeting_id"]],
        )
        is_out = self.cleaned_data.get("is_out", False)
        return {"to": to, "person_id": person, "why": self.cleaned_data["why"], "is_out": is_out}


class NotesForm(DkfdsForm):
    is_brought_together = True
    # One writes for those who sit there, on the page that must answer while they talk.
    tells_who_writes = False
    read_by_the_citizen = ("notes",)

    notes = forms.CharField(
        label="Hvad blev sagt?", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    done = forms.BooleanField(label="Talt om", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


# The one form of the live page: whichever button is pressed, all that is written there goes with it.
LIVE_FORM = "punkt"


class InviteForm(DkfdsForm):
    read_by_the_citizen = ("reason",)

    who = forms.ChoiceField(label="Hvem mere?")
    reason = forms.CharField(label="Hvorfor?", max_length=200, required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "Vælg"), *choices(people)]


class ApprovalForm(forms.Form):
    approval = forms.ChoiceField(choices=Participant.Approval)


class AttendanceForm(DkfdsForm):
    """One select for each participant that the user can see."""

    def __init__(self, *args, participants, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.names = {f"p{row.pk}": row.pk for row in participants}
        for row in participants:
            field = forms.ChoiceField(
                label=row.name, choices=Participant.Attendance, initial=row.attendance, required=False
            )
            self.fields[f"p{row.pk}"] = field

    @property
    def rows(self):
        return [self[name] for name in self.names]

    def attendance(self):
        """Who is not in the form keeps what was noted."""
        given = {pk: self.cleaned_data.get(name) for name, pk in self.names.items()}
        return {pk: value for pk, value in given.items() if value}


class HoldForm(AttendanceForm):
    read_by_the_citizen = ("shared_understanding", "disagreements")

    shared_understanding = forms.CharField(
        label="Det er vi enige om",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Den fælles forståelse af, hvad der fungerer, og hvad der er brug for.",
    )
    disagreements = forms.CharField(
        label="Det er vi uenige om", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    absence_reason = forms.CharField(
        label="Hvorfor blev mødet holdt uden borgeren?",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Skal udfyldes, når borgeren ikke var med. Det bliver talt med i kommunens tal.",
    )

    def outcome(self):
        names = ("shared_understanding", "disagreements", "absence_reason")
        return {name: self.cleaned_data[name] for name in names} | {"attendance": self.attendance()}


class DecisionForm(DkfdsForm):
    """One line: who does what by when. A day can be reminded of, words cannot."""

    read_by_the_citizen = ("what",)

    who = forms.ChoiceField(label="Hvem")
    what = forms.CharField(label="gør hvad", max_length=300)
    when = forms.CharField(
        label="hvornår", max_length=80, widget=forms.TextInput(attrs={"placeholder": "2. september"})
    )

    def __init__(self, *args, people, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["who"].choices = [("", "Vælg"), *choices(people)]

    def decision(self):
        due_on, due_words = read_when(self.cleaned_data["when"], self.on)
        return {
            "who": self.cleaned_data["who"],
            "what": self.cleaned_data["what"],
            "due_on": due_on,
            "due_words": due_words,
        }


class CancelForm(DkfdsForm):
    submit_label = "Aflys mødet"
    read_by_the_citizen = ("reason",)
    reason = forms.CharField(
        label="Hvorfor er mødet aflyst?", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class MinutesForm(DkfdsForm):
    is_brought_together = True
    read_by_the_citizen = ("minutes",)

    minutes = forms.CharField(label="Referat", max_length=20000, widget=forms.Textarea(attrs={"rows": 18}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class VersionForm(forms.Form):
    version = forms.IntegerField(min_value=0)


class ListForm(forms.Form):
    """What the list of meetings shows; anything else in the address is passed over."""

    TIMES = {"kommende": "Kommende", "tidligere": "Tidligere"}
    WHOSE = {"alle": "Alle i mine forløb", "mine": "Dem, jeg er med i"}

    tid = forms.ChoiceField(label="Hvornår", choices=TIMES.items(), required=False)
    hvis = forms.ChoiceField(label="Hvilke", choices=WHOSE.items(), required=False)

    def chosen(self):
        self.is_valid()
        return (self.cleaned_data.get("tid") or "kommende", self.cleaned_data.get("hvis") or "alle")
