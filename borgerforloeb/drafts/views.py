from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.middleware import quiet
from borgerforloeb.accounts.presentation import clock
from borgerforloeb.drafts import actions, holding
from borgerforloeb.drafts.middleware import key_of, written
from borgerforloeb.drafts.queries import writes_here

PLAIN = "text/plain; charset=utf-8"
TOO_LONG = "Teksten er for lang til en kladde. Gem den, eller tag en kopi."


@require_POST
def keep(request):
    """The fields of a form as they stand. Answered when they are durable: the transaction ends before."""
    key = key_of(request)
    if key is None:
        raise Http404
    now = timezone.now()
    order = {"turn": _turn(request.POST.get("turn", "")), "instead_of": _number(request.POST.get("instead"))}
    try:
        is_kept = actions.keep(key, written(request), by=request.user, at=now, **order)
    except actions.TooLong:
        return HttpResponse(TOO_LONG, status=413, content_type=PLAIN)
    except PermissionDenied as error:
        # Of a course that one has lost, nothing is told: not even that it was there.
        raise Http404 from error
    if "left" in request.POST:
        holding.release(key, by=request.user)
    words = f"Kladde gemt kl. {clock(now)}{_meanwhile(key, now)}" if is_kept else ""
    return HttpResponse(words, content_type=PLAIN)


def _meanwhile(key, now):
    """What a writer hears beside the button of a colleague in the same text."""
    found = holding.holding_at(key, now)
    if found is None:
        return ""
    if found.user_id != key.user_id:
        return f". {writes_here(found)}"
    if found.passed_by is None:
        return ""
    return f". {found.passed_by.name} har gemt her imens. Du får begge tekster at se, når du gemmer."


@quiet
@require_POST
def held(request):
    """Whether a colleague still writes in the form that was drawn; nothing when the text is free."""
    key = key_of(request)
    if key is None:
        raise Http404
    found = holding.held_by_another(key, timezone.now())
    return HttpResponse(writes_here(found) if found else "", content_type=PLAIN)


@require_POST
def discard(request, draft):
    if not actions.discard(draft, by=request.user):
        raise Http404
    return HttpResponse("Kladden er kasseret", content_type=PLAIN)


def _number(text):
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _turn(text):
    return int(text) if text.isdecimal() and len(text) < 19 else 0
