import pytest
from django.db import connection
from django.urls import clear_url_caches
from playwright.sync_api import Page

from borgerforloeb.pages.frame import path_of
from tests.factories import make_user


@pytest.fixture(scope="module")
def truncatable(django_db_setup, django_db_blocker):
    """A live server's database is emptied by TRUNCATE after each test, which the log refuses."""
    refusing = (
        "select tgrelid::regclass::text, tgname from pg_trigger where tgtype & 32 > 0 and not tgisinternal"
    )
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(refusing)
        triggers = cursor.fetchall()
        for table, name in triggers:
            cursor.execute(f'alter table {table} disable trigger "{name}"')
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table, name in triggers:
            cursor.execute(f'alter table {table} enable trigger "{name}"')


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
