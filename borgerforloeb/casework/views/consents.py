from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.actions import consents as actions
from borgerforloeb.casework.answerers import relations_that_answer
from borgerforloeb.casework.consents import (
    as_read,
    consents_of,
    holding,
    lost_sharing,
    may_read_consent,
    spoken,
    told_consents,
)
from borgerforloeb.casework.forms.consents import AnswerForm, ConsentForm
from borgerforloeb.casework.forms.courses import ConfirmForm
from borgerforloeb.casework.pdf import consent_paper
from borgerforloeb.casework.queries import colleagues_of
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.citizens.models import Consent
from borgerforloeb.disclosures.actions import hand_out_unsaved
from borgerforloeb.disclosures.views import file_of, give
from roles.models import SharingBasis
from roles.permissions import Permission

# What a renewal begins with: the same words, new dates and a new yes.
SAME = (
    "citizen", "to_whom", "from_whom", "information", "domains", "purpose", "consequence_of_no",
    "how_to_withdraw",
)  # fmt: skip


@require_safe
def consents(request, course_id):
    page = open_page(request, course_id, "consents.opened")
    bases = SharingBasis.objects.filter(course=page.course, kind="consent").select_related("to_user")
    told = told_consents(
        as_read(holding(consents_of(page.course, page.person_ids), page.today), request.user, page.access),
        page.members,
        relations_that_answer(page.person_ids),
        bases,
        page.today,
    )
    first_name = page.members[0].citizen.first_name if page.members else page.course.name
    return page.show(
        "consents",
        tab="consents",
        told=told,
        lost=lost_sharing(request.user, page.course, page.access, page.today),
        first_name=first_name,
        is_family=len(page.members) > 1,
    )


@form_page
def consent_add(request, course_id):
    page = open_page(request, course_id, "consent.add_opened", needs=Permission.RECORD_CONSENT)
    initial = {"given_on": page.today, "expires_on": actions.latest_expiry(page.today), "language": "dansk"}
    return _ask(page, initial)


@form_page
def consent_renew(request, course_id, consent_id):
    page = open_page(request, course_id, "consent.renew_opened", needs=Permission.RECORD_CONSENT)
    old = _get_consent(page, consent_id)
    initial = {name: getattr(old, name) for name in SAME} | {"language": old.language}
    initial |= {"given_on": page.today, "expires_on": actions.latest_expiry(page.today)}
    initial["receivers"] = [
        f"user-{basis.to_user_id}" if basis.to_user_id else f"field-{basis.to_domain}"
        for basis in old.bases.all()
    ]
    return _ask(page, initial, renews=old)


def _ask(page, initial, *, renews=None):
    request, text = page.request, ""
    form = ConsentForm(
        request.POST or None,
        members=page.members,
        answering=_answering(page),
        colleagues=colleagues_of(page.course),
        initial=initial,
    )
    form.cancel_url = page.url("consents")
    if form.is_valid():
        if "print" in request.POST and page.access.may(Permission.PRINT):
            if file := _signed_first(page, form):
                return file
        elif "preview" in request.POST:
            text = spoken(form.unsaved())
        elif attempt(
            form,
            actions.record_consent,
            page.course,
            today=page.today,
            by=request.user,
            renews=renews,
            **form.cleaned_data,
        ):
            messages.success(request, "Samtykket er noteret.")
            return redirect("casework:consents", page.course.pk)
    return page.show("consent_form", form=form, text=text, tab="consents", renews=renews)


def _answering(page):
    """Everybody who could say yes for somebody here; whether one may, the action judges on the day given."""
    people = [member.citizen for member in page.members]
    people += [relation.citizen for relation in relations_that_answer(page.person_ids)]
    return list({one.pk: one for one in people}.values())


@form_page
def consent_join(request, course_id, consent_id):
    page = open_page(request, course_id, "consent.join_opened", needs=Permission.RECORD_CONSENT)
    consent = _get_consent(page, consent_id)
    form = AnswerForm(
        request.POST or None,
        members=page.members,
        answering=_answering(page),
        initial={"given_on": page.today, "language": consent.language},
    )
    form.fields["given_by"].required = True
    form.fields["given_by"].empty_label = "Vælg person"
    if form.is_valid() and attempt(
        form, actions.join_consent, consent, today=page.today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Svaret er noteret.")
        return redirect("casework:consents", course_id)
    lead = "Læs den samme tekst op, og notér, hvordan der blev svaret."
    return page.show_form(form, "Notér et ja mere", lead, back="consents", spoken=spoken(consent))


@form_page
def consent_withdraw(request, course_id, consent_id):
    page = open_page(request, course_id, "consent.withdraw_opened", needs=Permission.RECORD_CONSENT)
    consent = get_object_or_404(consents_of(page.course, page.person_ids), pk=consent_id, withdrawn_on=None)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    form.submit_label = "Træk samtykket tilbage"
    if form.is_valid() and attempt(form, actions.withdraw_consent, consent, on=page.today, by=request.user):
        messages.success(request, "Samtykket er trukket tilbage. Ny deling er stoppet.")
        return redirect("casework:consents", course_id)
    lead = "Ny deling stopper i dag. Det, der allerede er delt, bliver stående i sagen."
    # Anybody who is told may take it down; the words are for those who may read them.
    text = spoken(consent) if may_read_consent(consent, request.user, page.access) else ""
    return page.show_form(form, "Træk samtykket tilbage", lead, back="consents", spoken=text)


def consent_print(request, course_id, consent_id):
    page = open_page(request, course_id, "consent.print_opened", needs=Permission.PRINT)
    paper = consent_paper(_get_consent(page, consent_id), page.course, page.access, page.today)
    return give(request, paper, page.access)


def _signed_first(page, form):
    """The paper of what stands in the form, for whoever is to sign it; nothing when it may not go out so."""
    consent, by = form.unsaved(), page.request.user
    paper = consent_paper(consent, page.course, page.access, page.today)
    to = next((one for one in paper.found if one.key == paper.own), None)
    if to is None:
        form.add_error("given_by", "Vælg, hvem der skal skrive under.")
        return None
    row = attempt(form, hand_out_unsaved, page.course, paper.package_for(to), to, by=by, at=timezone.now())
    return row and file_of(row)


def _get_consent(page, consent_id) -> Consent:
    """What was asked; the yes of a second one who was asked the same has no page of its own."""
    consent = consents_of(page.course, page.person_ids).filter(pk=consent_id, part_of=None).first()
    if consent is None or not may_read_consent(consent, page.request.user, page.access):
        raise Http404
    return consent
