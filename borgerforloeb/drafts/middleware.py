"""A form that is sent has one effect, and its draft goes with what it saved: used by audit.middleware,
which runs every view in the one transaction that both belong to."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from borgerforloeb.drafts import actions
from borgerforloeb.drafts.both import FIELD as BASE
from borgerforloeb.drafts.keys import Key

FIELD = "kept"
# What a form carries beside what somebody wrote.
NOT_WRITTEN = frozenset({FIELD, "csrfmiddlewaretoken", "instead", "turn", "left", BASE})


def written(request: Any) -> actions.Fields:
    lists = request.POST.lists()
    return [(name, value) for name, values in lists if name not in NOT_WRITTEN for value in values]


def key_of(request: Any) -> Key | None:
    return Key.read(request.POST.get(FIELD, ""), request.user.pk)


@dataclass
class Sending:
    """One form on its way through one request."""

    request: Any
    key: Key
    mark: str
    earlier: actions.Earlier

    @classmethod
    def of(cls, request: Any) -> "Sending | None":
        if request.method != "POST" or FIELD not in request.POST or _is_draft(request):
            return None
        key = key_of(request)
        earlier = actions.receive(key, by=request.user) if key else None
        if key is None or earlier is None:
            return None
        return cls(request, key, actions.mark_of([*written(request), ("", request.path)]), earlier)

    def answer_again(self) -> HttpResponse | None:
        """The same words from the same form once more: they have had their effect."""
        if self.earlier.mark != self.mark:
            return None
        if self.request.htmx:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return redirect(self.earlier.answer or self.key.address)

    def settle(self, response: HttpResponse, *, changed: bool) -> None:
        """Saved is what changed something and was answered as saved; all else leaves the draft as it is."""
        is_through = response.status_code in (302, 303) or (self.request.htmx and response.status_code == 200)
        if changed and is_through:
            answer = response.get("Location", "")
            actions.settle(self.key, mark=self.mark, answer=answer, by=self.request.user, at=timezone.now())


def _is_draft(request: Any) -> bool:
    return request.resolver_match.namespace == "drafts"
