from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from borgerforloeb.accounts.refusals import attempt
from plans.actions.versions import accept_plan, fingerprint
from plans.comparing import differences
from plans.forms.versions import NOW, AcceptForm, CompareForm
from plans.marks import drafted, frozen
from plans.models import FollowUp, Plan
from plans.queries import versions_of, with_goal_answers
from plans.reading import marks_today, readable
from plans.snapshot import snapshot
from plans.version_page import VersionPage, answer_lines, with_answers
from plans.views.answering import demand
from plans.views.opening import open_plan
from roles.permissions import Permission

SAID = ("does_it_work", "right_things", "done_right")


@require_http_methods(["GET", "POST"])
def accept(request, course_id):
    """The plan in large plain words, handed over: who answers, what, and in which words."""
    opened = open_plan(request, course_id, "plan.read_aloud")
    demand(opened, Permission.RECORD_ANSWER)
    if request.method == "GET" and opened.plan.status != Plan.Status.IN_TALK:
        return redirect(opened.url)
    facts = snapshot(opened.plan, on=opened.today)
    shown = readable(drafted(facts), opened.access)
    form = _accept_form(request, opened, shown)
    if form.is_valid() and _accepted(opened, form):
        return redirect(opened.url)
    form.tie(fingerprint(facts))
    context = {
        "course": opened.course,
        "may": opened.access,
        "form": form,
        "version": VersionPage(shown, opened.today),
        "plan_url": opened.url,
    }
    return render(request, "plans/accept.html", context, status=422 if form.errors else 200)


def _accept_form(request, opened, shown):
    initial = {"answered_on": opened.today, "way": "tablet"}
    asked = {"persons": opened.persons(), "facts": shown, "today": opened.today}
    return AcceptForm(request.POST or None, initial=initial, **asked)


def _accepted(opened, form):
    names = ("answers", "goal_answers", "way", "answered_on", "seen")
    answer = {name: form.cleaned_data[name] for name in names}
    return attempt(form, accept_plan, opened.plan, by=opened.user, seen_on=opened.today, **answer) is not None


@require_safe
def versions(request, course_id):
    opened = open_plan(request, course_id, "plan.versions_opened")
    rows = [(row, answer_lines(row)) for row in versions_of(opened.plan, opened.access)]
    followups = FollowUp.objects.visible_to(request.user).held().filter(plan=opened.plan)
    # What was said carries no person and no field, so it is for the two who hold all of the plan; that it
    # was held, and why, the team could read beside the plan until that day.
    tells_what_was_said = Permission.READ_THE_WHOLE in opened.access
    if not tells_what_was_said:
        followups = followups.defer(*SAID)
    context = {
        "course": opened.course,
        "may": opened.access,
        "versions": rows,
        "followups": followups.select_related("done_by"),
        "tells_what_was_said": tells_what_was_said,
        "plan_url": opened.url,
    }
    return render(request, "plans/versions.html", context)


@require_safe
def compare(request, course_id):
    """Any two versions, or one and the plan as it stands now, word for word and per reader."""
    opened = open_plan(request, course_id, "plan.versions_compared")
    rows = list(versions_of(opened.plan, opened.access))
    form = CompareForm(request.GET, numbers=[row.number for row in rows])
    context = {"course": opened.course, "may": opened.access, "form": form, "plan_url": opened.url}
    if rows and form.is_valid():
        context |= _compared(opened, form)
    return render(request, "plans/compare.html", context | {"versions": rows})


def _compared(opened, form):
    first, last = form.chosen
    marks = marks_today(opened.plan.pk)
    stored = opened.plan.versions.filter(number__in=[first, last])
    if last == NOW:
        now = drafted(snapshot(opened.plan, on=opened.today))
        contents = {row.number: frozen(row.content, marks) for row in stored} | {NOW: now}
    else:
        answered = with_goal_answers(stored, opened.access)
        contents = {
            row.number: with_answers(frozen(row.content, marks), row.said_to_goals) for row in answered
        }
    old, new = (readable(contents[number], opened.access) for number in (first, last))
    return {"first": first, "last": last, "differences": differences(old, new)}


@require_safe
def version(request, course_id, number):
    """One version as it was answered, less what its reader may not read today."""
    opened = open_plan(request, course_id, "plan.version_opened")
    rows = with_goal_answers(versions_of(opened.plan, opened.access), opened.access)
    row = get_object_or_404(rows, number=number)
    facts = frozen(row.content, marks_today(opened.plan.pk))
    context = {
        "course": opened.course,
        "may": opened.access,
        "row": row,
        "answers": answer_lines(row),
        "version": VersionPage(readable(facts, opened.access), row.answered_on, row.said_to_goals),
        "plan_url": opened.url,
    }
    return render(request, "plans/version.html", context)
