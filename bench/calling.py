"""Requests as a server hands them over, answered by the site's own WSGI application in this process."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from borgerforloeb.accounts.middleware import SEEN
from borgerforloeb.accounts.models import User

HOST = "localhost"
TOKEN = "b" * 32


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body.decode()


class Visitor:
    """Makes the requests of one browser: nobody's, or that of somebody who has signed in."""

    def __init__(self, user: User | None = None) -> None:
        self.cookies = f"csrftoken={TOKEN}"
        if user is not None:
            client = Client()
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session[SEEN] = user.pk  # the second factor was asked for when the session began
            session.save()
            self.session = session
            self.cookies += "; " + "; ".join(f"{name}={c.value}" for name, c in client.cookies.items())

    def forget_messages(self) -> None:
        """What would have been shown on the next page, which is not opened here."""
        session = type(self.session)(self.session.session_key)
        session.pop("_messages", None)
        session.save()

    def get(self, path: str) -> dict[str, Any]:
        return self._environ("GET", path, b"")

    def post(self, path: str, data: dict[str, Any], **headers: str) -> dict[str, Any]:
        body = urlencode(data | {"csrfmiddlewaretoken": TOKEN}, doseq=True).encode()
        return self._environ("POST", path, body) | {
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "HTTP_ORIGIN": f"https://{HOST}",
            **headers,
        }

    def _environ(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        path, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": self.cookies,
            "HTTP_USER_AGENT": "bench",
            "HTTP_ACCEPT": "text/html",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(body),
        }


def call(site: WSGIHandler, environ: dict[str, Any]) -> Answer:
    answer = Answer(0, b"")

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        answer.status, answer.headers = int(status[:3]), dict(headers)

    response = site(environ, start)
    try:
        answer.body = b"".join(response)
    finally:
        response.close()
    return answer
