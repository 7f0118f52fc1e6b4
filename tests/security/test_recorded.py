"""Every address leads to something that is told to the log; one that does not stops the check (D5)."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpResponse
from django.urls import include, path

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.recording import leads_to_the_log, silent, views


def tells(request):
    record("x", by=request.user)


def tells_nothing(request):
    return HttpResponse(request.path)


@pytest.fixture
def addresses(settings):
    """A site that has these addresses besides its own."""

    def put(*patterns):
        own = include("borgerforloeb.urls")
        urls = type("Urls", (), {"urlpatterns": [*patterns, path("", own)]})
        settings.ROOT_URLCONF = urls

    return put


def test_every_address_tells_the_log():
    assert silent(views()) == []


def test_a_view_is_followed_to_what_it_calls():
    assert leads_to_the_log(tells)
    assert not leads_to_the_log(tells_nothing)


def test_an_address_that_tells_nothing_stops_the_check(addresses):
    addresses(path("stille/", tells_nothing, name="stille"), path("uden-navn/", tells_nothing))

    with pytest.raises(SystemCheckError) as found:
        call_command("check", tags=["urls"])

    assert "stille: the view tells the log nothing" in str(found.value)
    assert "without a name: uden-navn/: the view tells" in str(found.value)


def test_an_address_that_tells_passes_the_check(addresses):
    addresses(path("fortalt/", tells, name="fortalt"))

    call_command("check", tags=["urls"])
