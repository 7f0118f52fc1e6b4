import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page

from borgerforloeb.accounts.models import User
from tests.browser.looking import Looking


@pytest.fixture
def looking(law, settings, live_server, page: Page) -> Looking:
    settings.DEMO = True
    return Looking(page, live_server.url)


@pytest.fixture
def sign_in(settings, live_server, context: BrowserContext):
    """By a session of the user's own, which the sign-in page would have made."""

    def signed_in(user: User | None) -> None:
        context.clear_cookies()
        if user is None:
            return
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
        context.add_cookies([cookie])

    return signed_in
