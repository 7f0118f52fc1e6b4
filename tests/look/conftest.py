import pytest
from django.urls import clear_url_caches
from playwright.sync_api import Page

from borgerforloeb.accounts.addresses import path_of
from tests.factories import make_user


@pytest.fixture
def gallery_urls(settings):
    """The gallery's addresses beside the real ones, for as long as the test lasts."""
    settings.ROOT_URLCONF = "tests.look.urls"
    clear_url_caches()
    path_of.cache_clear()
    yield
    clear_url_caches()
    path_of.cache_clear()


@pytest.fixture
def katrine(db):
    return make_user(
        "Katrine Dahl",
        title="koordinerende sagsbehandler",
        capabilities=["caseworker", "leader", "log_reviewer"],
    )


@pytest.fixture
def signed_in(truncatable, gallery_urls, live_server, client, katrine, page: Page) -> Page:
    client.force_login(katrine)
    cookie = client.cookies["bf-session"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page
