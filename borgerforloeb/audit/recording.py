"""Every address leads to something that is told to the log, or says here why it does not.

Asked by `manage.py check`, so that a view which forgets it is found before anybody opens it. What a view
calls is read from its code: that costs nothing, and sees the answers that no test asks for. Whether the row
tells of all who were shown is held in tests/audit/test_every_use.py.
"""

from collections.abc import Callable, Iterator
from inspect import getmodule, isclass, isfunction, ismodule, unwrap
from types import CodeType, FunctionType
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, get_resolver

from borgerforloeb.audit.actions import record

OURS = ("borgerforloeb", "roles", "plans", "networkmeetings", "outcomes")
ALLAUTH = "sign-in is told to the log by the signals that audit.signins hears"
OWN = "shows somebody what is that person's own: devices, sessions, words that were about to be lost"
TELLS_NOTHING = {
    "account_": ALLAUTH,
    "mfa_": ALLAUTH,
    "openid_connect_": ALLAUTH,
    "saml_": ALLAUTH,
    "accounts:": OWN,
    "drafts:": OWN,
    "language:words": "the municipality's list of words and the rules of LIX: of nobody, and of no course",
    "plans:here": "names those of the team who have the plan open, and no citizen; its opening is told",
    "pages:unfinished_discard": "a draft that is thrown away is told by the signal that audit.signins hears",
    "pages:batch_progress": "says how many of one's own batch are drawn, and of nobody; its opening is told",
    "pages:csp": "a browser's report of what it blocked: the machine's log has it, without whose page it was",
    "pages:health": "says whether the system works",
    "without a name: ^": "nothing but 404, which the middleware tells of",
}
View = Callable[..., Any]


@register(Tags.urls)
def check(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{name}: the view tells the log nothing",
            hint="Call record(...), or say in borgerforloeb/audit/recording.py why it need not.",
            id="audit.E001",
        )
        for name in silent(views())
    ]


def silent(addresses: Iterator[tuple[str, View]]) -> list[str]:
    return [
        name
        for name, view in addresses
        if not name.startswith(tuple(TELLS_NOTHING)) and not leads_to_the_log(view)
    ]


def views(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, View]]:
    """Every address, also one without a name, which nobody could have let be."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"without a name: {pattern.pattern}"), pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern.url_patterns, inner)


def leads_to_the_log(view: View) -> bool:
    seen: set[Any] = set()
    waiting: list[Any] = [unwrap(view)]
    while waiting:
        function = waiting.pop()
        if function is record:
            return True
        if function not in seen and isfunction(function):
            seen.add(function)
            waiting += _calls(function)
    return False


def _calls(function: FunctionType) -> Iterator[View]:
    """The project's own functions that it names, also through a module or a class."""
    names = set(_names(function.__code__))
    for name in names & set(function.__globals__):
        named = function.__globals__[name]
        inside = [getattr(named, inner, None) for inner in names] if ismodule(named) else []
        if isclass(named) and _is_ours(named):
            inside = list(vars(named).values())
        for one in (named, *inside):
            if isfunction(one) and _is_ours(one):
                yield unwrap(one)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_ours(thing: Any) -> bool:
    module = getmodule(thing)
    return module is not None and module.__name__.split(".")[0] in OURS
