from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.presentation import clock
from borgerforloeb.drafts import actions
from borgerforloeb.drafts.middleware import key_of, written

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
    return HttpResponse(f"Kladde gemt kl. {clock(now)}" if is_kept else "", content_type=PLAIN)


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
