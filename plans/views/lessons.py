"""*Hvad vi har lært*: what trials taught, for everybody who works here; and the way there, by two.

What is about the library names no course, neither in its addresses nor in the log.
"""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borgerforloeb.accounts.refusals import blame
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Stale
from borgerforloeb.drafts.both import bring_together, is_settled
from borgerforloeb.notices.actions import seen
from plans.actions import lessons as actions
from plans.forms.lessons import APPROVE, JudgeLessonForm, LessonForm, LibraryFilterForm, TakeOutLessonForm
from plans.forms.notes import DiscardForm
from plans.lessons import OWN, begun_with, in_the_library, library_of, own_lessons, told, with_its_acts
from plans.models import Lesson, LessonOrigin, Trial
from plans.views.answering import Asking, ask, demand
from plans.views.opening import TOLD_BELOW, open_plan, read_one
from roles.permissions import Permission, require_at_work, writes_in_a_plan

ON_A_PAGE = 20
FIELDS = ("question", "tried", "learned", "weeks", "cost", "domain", "version")
EXPLAINED = (
    "Skriv det om, så ingen kan se, hvem det handler om. En, der skriver i andre planer og ikke"
    " kender familien, læser det, før andre gør."
)
CHANGED = "Erfaringen er gemt igen, siden du så den. Læs den først."
ANSWERED = "Erfaringen venter ikke længere på at blive læst."


def at_work(view):
    @wraps(view)
    def for_whoever_works_here(request, *args, **kwargs):
        require_at_work(request.user)
        return view(request, *args, **kwargs)

    return for_whoever_works_here


@require_safe
@at_work
def library(request):
    """Filters stand in the address, and the reader's own lessons under one of theirs."""
    is_own = request.GET.get("vis") == OWN
    form = LibraryFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    if is_own:
        seen(request.user, actions.ANSWERED)
    rows = own_lessons(request.user) if is_own else library_of(**chosen)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("side"))
    cards = [with_its_acts(row, request.user) if is_own else in_the_library(row) for row in page.object_list]
    filtered = sorted(name for name, value in chosen.items() if value)
    record("lessons.opened", kind=Kind.LIST, by=request.user, number=len(cards), filtered=filtered)
    keep = urlencode({"vis": OWN} if is_own else {name: chosen[name] for name in filtered})
    context = {"form": form, "page": page, "cards": cards, "told": told(request.user), "is_own": is_own}
    context |= {"is_filtered": bool(filtered), "keep": f"{keep}&" if keep else ""}
    return render(request, "plans/library.html", context)


@require_safe
@at_work
def waiting(request):
    """The oldest first, and never which course they came from; those that one might know are not here."""
    if not writes_in_a_plan(request.user):
        raise PermissionDenied
    rows = Lesson.objects.visible_to(request.user).to_judge(request.user).order_by("proposed_on", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("side"))
    record("lessons.to_judge_listed", kind=Kind.LIST, by=request.user, number=len(page.object_list))
    context = {"page": page, "cards": [in_the_library(row) for row in page.object_list]}
    return render(request, "plans/lessons_waiting.html", context)


@require_http_methods(["GET", "POST"])
@at_work
def judge(request, lesson_id):
    if not writes_in_a_plan(request.user):
        raise PermissionDenied
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user).to_judge(request.user), pk=lesson_id)
    record("lesson.judge_opened", kind=Kind.VIEW, by=request.user, target=lesson)
    form = JudgeLessonForm(request.POST or None, initial={"version": lesson.version})
    asking = Asking(
        form,
        heading="Dit svar",
        part="erfaring",
        explained="Tænk på, om nogen kunne kende familien på den. Hvor den kommer fra, står her ikke.",
        act=lambda fields: _judged(lesson, request.user, fields),
        saved="Dit svar er sendt",
        back=reverse("lessons:waiting"),
        back_words="Tilbage til dem, der venter",
    )
    return _ask(request, lesson, asking)


@require_http_methods(["GET", "POST"])
@at_work
def take_out(request, lesson_id):
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user).own(request.user), pk=lesson_id)
    if lesson.is_taken_out and request.method == "GET":
        raise Http404
    record("lesson.take_out_opened", kind=Kind.VIEW, by=request.user, target=lesson)
    asking = Asking(
        TakeOutLessonForm(request.POST or None, initial={"version": lesson.version}),
        heading="Tag erfaringen ud",
        part="erfaring",
        explained="Andre kan ikke længere læse den. Du kan lægge den tilbage igen.",
        act=lambda fields: actions.take_out_lesson(
            lesson, on=timezone.localdate(), by=request.user, **fields
        ),
        saved="Erfaringen er taget ud",
        back=_own(),
        back_words="Tilbage til dine erfaringer",
    )
    return _ask(request, lesson, asking)


@require_POST
@at_work
def put_back(request, lesson_id):
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user).own(request.user), pk=lesson_id)
    form = DiscardForm(request.POST)
    try:
        # Without the number of what was seen, it is a press from nowhere.
        version = form.cleaned_data["version"] if form.is_valid() else -1
        actions.put_back_lesson(lesson, version=version, by=request.user)
        messages.success(request, "Erfaringen er lagt tilbage")
    except Stale:
        messages.warning(request, CHANGED)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(_own())


@require_http_methods(["GET", "POST"])
def lesson_share(request, course_id, tried_id):
    """One address for writing it and for writing it anew: no address has both a course and a lesson."""
    opened = open_plan(request, course_id, TOLD_BELOW)
    demand(opened, Permission.EDIT_PLAN)
    rows = Trial.objects.visible_to(request.user).filter(plan=opened.plan).select_related("goal", "person")
    trial = get_object_or_404(rows, pk=tried_id)
    origins = LessonOrigin.objects.visible_to(request.user).filter(trial=trial)
    origin = origins.select_related("lesson").first()
    lesson = origin.lesson if origin else None
    if request.method == "GET" and not (trial.can_be_shared and not (lesson and lesson.is_in_the_library)):
        raise Http404
    read_one(request, trial, opened.course, opened.access, "lesson.share_opened")
    trial.plan = trial.goal.plan = opened.plan
    now = {name: getattr(lesson, name) for name in FIELDS} if lesson else begun_with(trial, opened.access)
    act = actions.rewrite_lesson if lesson else actions.propose_lesson
    asking = Asking(
        LessonForm(request.POST or None, initial=now, is_new=lesson is None),
        heading="Del, hvad vi lærte" if lesson is None else "Skriv erfaringen om",
        part=f"i-maal-{trial.goal_id}",
        explained=_explained(lesson),
        act=lambda fields: act(trial, on=opened.today, by=request.user, **fields),
        saved="Erfaringen er sendt. En, der ikke kender familien, læser den først.",
        back=f"{reverse('plans:trials', args=[course_id])}#p{trial.pk}",
        back_words="Tilbage til prøvehandlingerne",
    )
    return ask(request, opened, asking)


def _explained(lesson):
    if lesson is None or not (lesson.answer or lesson.taken_out_why):
        return EXPLAINED
    words = f"Taget ud: {lesson.taken_out_why}" if lesson.is_taken_out else f"Sendt tilbage: {lesson.answer}"
    return f"{words} · {EXPLAINED}"


def _judged(lesson, user, fields):
    told_by = {"version": fields["version"], "on": timezone.localdate(), "by": user}
    if fields["verdict"] == APPROVE:
        return actions.approve_lesson(lesson, **told_by)
    return actions.return_lesson(lesson, answer=fields["answer"], **told_by)


def _ask(request, lesson, asking):
    """As on a plan, for what stands in none: errors in the form, and a lost race with what stands now."""
    form, status, context = asking.form, 200, {}
    form.auto_id = f"{asking.part}-%s"
    if request.method == "POST" and form.is_valid():
        try:
            asking.act(form.cleaned_data)
        except ValidationError as error:
            blame(form, error)
        except Stale as stale:
            lesson = _still_visible(request, lesson, stale.stored)
            if lesson is None:
                messages.warning(request, ANSWERED)
                return redirect(asking.back)
            both = bring_together(form, lesson)
            context = {"both": both, "settled": is_settled(both), "who": "En anden", "has_errors": True}
            status = 409
        else:
            messages.success(request, asking.saved)
            return redirect(asking.back)
    status = 422 if form.errors else status
    context |= {"form": form, "asking": asking, "card": in_the_library(lesson)}
    return render(request, "plans/lesson.html", context, status=status)


def _still_visible(request, lesson, stored):
    """What was judged meanwhile is not the reader's to judge; what was rewritten is read anew."""
    return (
        stored
        if stored.waits
        or Lesson.objects.visible_to(request.user).own(request.user).filter(pk=lesson.pk).exists()
        else None
    )


def _own():
    return f"{reverse('lessons:library')}?vis={OWN}"
