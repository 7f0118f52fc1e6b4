"""How an act on the plan is answered: with the part that changed (htmx) or by the plan page (no script).

Errors are 422 with the form as it was written, a lost race is 409 with both texts, and nothing is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import RadioSelect
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.backends.utils import csrf_input
from django.utils.safestring import SafeString

from borgerforloeb.accounts.drawing import NO_TEXT
from borgerforloeb.accounts.refusals import blame
from borgerforloeb.citizens.models import Confidential, Stale
from borgerforloeb.drafts.both import bring_together, is_settled
from plans.actions.writing import may_read_row
from plans.forms.base import PlanForm
from plans.page import PlanPage
from plans.sharing import counted
from plans.views.opening import Opened
from roles.permissions import Permission

TO_THE_PLAN = "Tilbage til planen"
GOALS, AGREEMENTS = "maalene", "aftaler"


@dataclass
class Asking:
    """One form on the plan: what it is about, and which part of the page it stands in and changes."""

    form: PlanForm
    heading: str
    part: str
    act: Callable[[dict[str, Any]], object]
    saved: str = "Gemt"
    changes: str = ""
    explained: str = ""
    # What the form is an answer to, drawn above it.
    about: SafeString = NO_TEXT
    beside: bool = False
    # The page that it was opened from, where that is not the plan, and what it is called.
    back: str = ""
    back_words: str = TO_THE_PLAN


def demand(opened: Opened, permission: Permission) -> None:
    """A form is not shown to those whose act would be refused."""
    if permission not in opened.access:
        raise PermissionDenied


def ask(request: HttpRequest, opened: Opened, asking: Asking) -> HttpResponse:
    form = asking.form
    # Several forms can be open on the page at once; each has its own ids.
    form.auto_id = f"{asking.part}-%s"
    if request.method == "POST" and form.is_valid():
        try:
            asking.act(form.cleaned_data)
        except ValidationError as error:
            blame(form, error)
        except Stale as stale:
            _refuse_what_is_closed_now(opened, stale.stored)
            return _show(request, opened, asking, status=409, stored=stale.stored)
        else:
            return done(request, opened, asking.changes or asking.part, asking.saved, asking.back)
    return _show(request, opened, asking, status=422 if form.errors else 200)


def _refuse_what_is_closed_now(opened: Opened, stored: Any) -> None:
    """Whoever saved first may have closed it to the one who waited; the draft of that one is kept."""
    if isinstance(stored, Confidential) and not may_read_row(opened.access, stored):
        raise Http404


def _show(
    request: HttpRequest, opened: Opened, asking: Asking, *, status: int, stored: Any = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "course": opened.course,
        "may": opened.access,
        "form": asking.form,
        "asking": asking,
        "plan_url": opened.url,
        "cancel_part": asking.changes or asking.part,
    }
    if stored is not None:
        # The writer has now seen the other text, so the next save is a choice, not an accident.
        both = bring_together(asking.form, stored, more=asking.form.kept_elsewhere(stored))
        last = getattr(stored, "updated_by", None)
        who = last.name if last else "En anden"
        context |= {"who": who, "both": both, "settled": is_settled(both), "has_errors": True}
    template = "plans/_form.html" if request.htmx else "plans/form_page.html"  # type: ignore[attr-defined]
    if request.htmx and status == 200:  # type: ignore[attr-defined]
        _focus_on_the_first(asking.form)
    return render(request, template, context, status=status)


def _focus_on_the_first(form: PlanForm) -> None:
    first = next(iter(form.laid_out()))[0].field
    if not isinstance(first.widget, RadioSelect):
        first.widget.attrs["autofocus"] = True


def done(request: HttpRequest, opened: Opened, part: str, saved: str, back: str = "") -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, saved)
        return redirect(back or f"{opened.url}#{part}")
    response = show_part(request, opened, part, saved)
    response["HX-Retarget"], response["HX-Reswap"] = f"#{part}", "outerHTML"
    return response


def refused(request: HttpRequest, opened: Opened, error: ValidationError) -> HttpResponse:
    """A button that came too late, or twice: the page says why, and shows what is so now."""
    if not request.htmx:  # type: ignore[attr-defined]
        messages.warning(request, " ".join(error.messages))
        return redirect(opened.url)
    context = {"toast": " ".join(error.messages), "kind": "warning"}
    return render(request, "plans/_refused.html", context, status=422)


def show_part(request: HttpRequest, opened: Opened, part: str, saved: str = "") -> HttpResponse:
    """The part as it stands now, with the margin and the bar, which tell of the whole plan."""
    page = fresh_page(opened)
    context = page_context(page, request) | {"part": part, "focus": True, "saved": saved, "partial": True}
    context |= find_part(page, part)
    return render(request, "plans/_part.html", context)


def fresh_page(opened: Opened) -> PlanPage:
    # The act may have changed the plan itself.
    opened.plan.refresh_from_db(fields=["status", "number", "taken_to_talk_on"])
    return PlanPage(opened.plan, opened.course, opened.access, opened.user, opened.today)


def find_part(page: PlanPage, part: str) -> dict[str, Any]:
    if part.startswith(("i-", "nyt-")):
        return {"template": "plans/_slot.html"}
    if part in page.sections:
        return {"template": "plans/_section.html", "section": page.sections[part]}
    if part == AGREEMENTS:
        return {"template": "plans/_agreements.html"}
    card = page.cards.get(part.removeprefix("maal-"))
    if card is None:
        return {"template": "plans/_goals.html", "part": GOALS}
    is_now = card.is_now and not card.is_ended
    return {"template": "plans/_goal.html" if is_now else "plans/_goal_later.html", "card": card}


def page_context(page: PlanPage, request: HttpRequest) -> dict[str, Any]:
    """What is asked in every row is answered once, here."""
    access = page.access
    return {
        "page": page,
        "plan": page.plan,
        "course": page.course,
        "may": access,
        # {% csrf_token %} draws a new mask for each of the page's many forms.
        "csrf": csrf_input(request),
        "base": page.url,
        "goals_base": f"{page.url}goals/",
        "notes_url": page.notes_url,
        "has_many_contacts": len(page.contacts) > settings.MOST_CONTACT_PERSONS,
        "is_family": page.is_family,
        "counted": counted(page.draft.goals),
        "may_write": page.may_write,
        "may_edit": Permission.EDIT_PLAN in access,
        "may_note": Permission.WRITE_NOTE in access,
        "may_propose": Permission.PROPOSE in access,
    }
