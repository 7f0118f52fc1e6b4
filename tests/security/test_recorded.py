"""Every address leads to something that is told to the log; one that does not says here why (D5).

What a view calls is read from its code: that costs nothing, and sees the answers that no test asks for.
Whether the row tells of all who were shown is held in tests/audit/test_every_use.py.
"""

from collections.abc import Iterator
from inspect import getmodule, isclass, isfunction, ismodule, unwrap
from types import CodeType, FunctionType

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
    "pages:health": "says whether the system works",
}


def views(patterns=None, namespace: str = "") -> Iterator[tuple[str, FunctionType]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern.url_patterns, inner)
        elif pattern.name:
            yield namespace + pattern.name, pattern.callback


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_ours(thing) -> bool:
    module = getmodule(thing)
    return module is not None and module.__name__.split(".")[0] in OURS


def calls(function: FunctionType) -> Iterator[FunctionType]:
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


def leads_to_the_log(view) -> bool:
    seen, waiting = set(), [unwrap(view)]
    while waiting:
        function = waiting.pop()
        if function is record:
            return True
        if function not in seen and isfunction(function):
            seen.add(function)
            waiting += calls(function)
    return False


def test_every_address_tells_the_log():
    silent = {name for name, view in views() if not leads_to_the_log(view)}

    assert {name for name in silent if not name.startswith(tuple(TELLS_NOTHING))} == set()


def test_the_search_finds_a_view_that_tells_nothing():
    def view(request):
        return calls(request)

    assert not leads_to_the_log(view)
