"""The log reviewer's queue, and the page where an employee answers. Rows of the log, and no case text."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.audit.words import log_rows
from borgerforloeb.casework.views.emergencies import ToJudge
from borgerforloeb.logreview import actions
from borgerforloeb.logreview.forms import AnswerForm, QueueForm, VerdictForm
from borgerforloeb.logreview.models import ReviewCase, ReviewRule
from borgerforloeb.logreview.queries import open_by_rule, told_besides
from roles.gate import barred_to
from roles.permissions import require_capability

PAGE = 50


@require_safe
def queue(request):
    require_capability(request.user, Capability.LOG_REVIEWER)
    form = QueueForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    cases = ReviewCase.objects.for_reviewer(request.user)
    found = cases if wanted.get("closed") else cases.open()
    if wanted.get("rule"):
        found = found.filter(rule=wanted["rule"])
    page = Paginator(found.select_related("user"), PAGE).get_page(request.GET.get("side"))
    rows = [_to_judge(one) for one in page.object_list]
    record("review.listed", kind=Kind.LIST, by=request.user, number=len(rows), rule=wanted.get("rule", ""))
    counts = open_by_rule(request.user)
    # The next page has the same filter.
    keep = urlencode({key: value for key, value in wanted.items() if value})
    context = {"page": page, "rows": rows, "counts": counts, "keep": f"{keep}&" if keep else ""}
    context |= {"rule": wanted.get("rule"), "closed": wanted.get("closed"), "heading": _heading(wanted)}
    context |= {"waiting": sum(row[2] for row in counts), "told": told_besides(request.user)}
    return render(request, "logreview/queue.html", context)


def _heading(wanted) -> str:
    state = "alt, der er fundet" if wanted.get("closed") else "det, der venter"
    return f"{ReviewRule.Code(wanted['rule']).label}: {state}" if wanted.get("rule") else state.capitalize()


def _to_judge(one: ReviewCase) -> ToJudge:
    return ToJudge(
        url=path_to("logreview:case", one.pk),
        at=one.last_at,
        who=one.user.name,
        what=str(one.times),
        why=one.get_rule_display(),
        stage=_stage(one),
        verdict=one.get_verdict_display(),
        verdict_on=one.closed_at and timezone.localdate(one.closed_at),
        is_late=one.is_unanswered(timezone.localdate()),
    )


def _stage(one: ReviewCase) -> str:
    if one.answered_at:
        return "har svaret"
    if one.is_unanswered(timezone.localdate()):
        return f"skulle have svaret {longdate(one.answer_due_on)}"
    return f"spurgt, svar senest {longdate(one.answer_due_on)}" if one.asked_at else "ny"


@form_page
def case(request, case_id):
    found = _get_case(request, case_id)
    if "ask" in request.POST:
        return _ask(request, found)
    form = VerdictForm(request.POST or None)
    now = timezone.now()
    if form.is_valid() and attempt(
        form, actions.judge_review, found, by=request.user, at=now, **form.cleaned_data
    ):
        messages.success(request, "Vurderingen er gemt.")
        return redirect("logreview:queue")
    rows = log_rows(_events(found, request.user)[:PAGE])
    context = {
        "case": found,
        "form": form,
        "rows": rows,
        "is_late": found.is_unanswered(timezone.localdate()),
    }
    return render(request, "logreview/case.html", context)


def _events(found, user):
    """What was found may be of many courses, one of them closed to the reviewer."""
    events = AuditEvent.objects.filter(pk__in=found.event_ids).without(*barred_to(user))
    return events.order_by("-at", "-id")


def _ask(request, found):
    try:
        actions.ask_employee(found, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "Medarbejderen er spurgt.")
    return redirect("logreview:case", found.pk)


def _get_case(request, case_id) -> ReviewCase:
    require_capability(request.user, Capability.LOG_REVIEWER)
    cases = ReviewCase.objects.for_reviewer(request.user).select_related("user__unit", "verdict_by")
    found = get_object_or_404(cases, pk=case_id)
    record(
        "review.opened",
        kind=Kind.VIEW,
        by=request.user,
        target=found,
        course_id=found.course_id,
        persons=found.person_ids,
        rule=found.rule,
    )
    return found


@require_safe
def answers(request):
    """What one has been asked oneself."""
    rows = list(ReviewCase.objects.waiting_for(request.user))
    record("review.questions_read", kind=Kind.LIST, by=request.user, rows=len(rows))
    return render(request, "logreview/answers.html", {"rows": rows})


@form_page
def answer(request, case_id):
    found = get_object_or_404(ReviewCase.objects.waiting_for(request.user), pk=case_id)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.answer_review, found, by=request.user, at=timezone.now(), **form.cleaned_data
    ):
        messages.success(request, "Svaret er sendt.")
        return redirect("logreview:answers")
    return render(request, "logreview/answer.html", {"case": found, "form": form})
