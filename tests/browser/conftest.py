from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import BrowserContext, Page, expect

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.sessions import SessionStore
from tests.browser.looking import Looking


@pytest.fixture
def looking(law, settings, live_server, page: Page) -> Iterator[Looking]:
    settings.DEMO = True
    yield Looking(page, live_server.url)
    # What a page fetches once it is there is answered before the tables are emptied.
    if not page.is_closed():
        page.wait_for_load_state("networkidle")
        expect(page.locator(".htmx-request")).to_have_count(0)
        # Nor does it fetch what comes into sight from now on.
        page.goto("about:blank")
        # What it says as it goes (that nobody writes there now) comes before the tables are emptied.
        page.wait_for_timeout(300)


def session_cookie(user: User, address: str) -> dict[str, str]:
    """A session of the user's own, as the sign-in page would have made."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}


@pytest.fixture
def sign_in(live_server, context: BrowserContext):
    def signed_in(user: User | None) -> None:
        context.clear_cookies()
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])

    return signed_in
