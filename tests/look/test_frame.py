from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from borgerforloeb.accounts.addresses import path_of
from borgerforloeb.accounts.models import User
from borgerforloeb.pages.frame import Frame, frame

EVERYBODY = ["caseworker", "provider", "leader", "log_reviewer", "administrator", "duty"]


def _frame(user=None, view_name: str = "", **user_fields) -> Frame:
    request = RequestFactory().get("/")
    request.user = user or User(id=1, name="Katrine Dahl", **user_fields)
    namespace = view_name.rpartition(":")[0]
    request.resolver_match = SimpleNamespace(view_name=view_name, namespace=namespace) if view_name else None
    return frame(request)["frame"]


def _words(surroundings: Frame) -> list[str]:
    return [link.word for link in surroundings.nav]


@pytest.mark.parametrize(
    ("capability", "words"),
    [
        ("caseworker", ["Mit arbejde", "Forløb", "Møder"]),
        ("provider", ["Mit arbejde", "Forløb", "Møder"]),
        ("duty", ["Mit arbejde", "Forløb", "Møder"]),
        ("leader", ["Overblik"]),
        ("log_reviewer", ["Log"]),
        ("administrator", ["Mit arbejde"]),
    ],
)
def test_one_sees_the_places_that_ones_work_needs(gallery_urls, capability, words):
    assert _words(_frame(capabilities=[capability])) == words


@pytest.mark.parametrize(
    ("view_name", "current"),
    [
        ("pages:worklist", {"Mit arbejde": "page"}),
        ("casework:course_list", {"Forløb": "page"}),
        ("plans:plan", {"Forløb": "true"}),
        ("pages:citizen", {"Forløb": "true"}),
        ("networkmeetings:meeting", {"Møder": "true"}),
        ("accounts:profile", {}),
        ("", {}),
    ],
)
def test_navigation_says_where_one_is(gallery_urls, view_name, current):
    links = _frame(capabilities=EVERYBODY, view_name=view_name).nav

    assert {link.word: link.current for link in links if link.current} == current


def test_a_place_that_does_not_exist_is_left_out(settings):
    settings.ROOT_URLCONF = "tests.look.nothing"
    path_of.cache_clear()

    surroundings = _frame(capabilities=EVERYBODY)

    assert surroundings.nav == []
    assert surroundings.search == ""
    assert surroundings.home == "/"
    path_of.cache_clear()


def test_role_is_the_title_or_what_one_is_employed_to_do():
    assert _frame(title="bostøtte", capabilities=["provider"]).role == "bostøtte"
    assert _frame(capabilities=["caseworker", "leader"]).role == "sagsbehandler, leder"


def test_the_frame_costs_one_query_and_none_for_a_stranger(
    gallery_urls, db, katrine, django_assert_num_queries
):
    for capabilities in ["caseworker"], ["caseworker", "duty"], ["leader"]:
        katrine.capabilities = capabilities
        with django_assert_num_queries(1):
            render_to_string("base.html", {"frame": _frame(user=katrine, view_name="pages:worklist")})
    with django_assert_num_queries(0):
        page = render_to_string("base_signed_out.html", {"frame": _frame(user=AnonymousUser())})

    assert "Katrine" not in page
    assert 'class="bf-nav"' not in page


def test_the_bell_counts_only_ones_own_open_notices(gallery_urls, db, katrine, django_assert_num_queries):
    surroundings = _frame(user=katrine)

    with django_assert_num_queries(1):
        assert [surroundings.notices, surroundings.notices] == [0, 0]


def test_demo_is_said_aloud(gallery_urls, settings, db, katrine):
    settings.DEMO = True

    page = render_to_string("base.html", {"frame": _frame(user=katrine)})

    assert "Demokommune: alle personer er opfundne" in page


def test_title_says_when_there_are_errors():
    wrong = render_to_string("base_signed_out.html", {"form": {"errors": {"name": ["Mangler"]}}})

    assert "<title>Fejl: Borgerforløb – Borgerforløb</title>" in wrong
    assert "Fejl:" not in render_to_string("base_signed_out.html")
