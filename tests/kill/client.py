"""A browser that writes one word more into the same text, again and again, and knows what it was promised."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
PATIENCE = 20  # seconds for an answer


class Fields(HTMLParser):
    """What the form of the page holds, as a browser would send it back."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.inside, self.select = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        chosen = given.get("type") not in ("radio", "checkbox", "submit", "search") or "checked" in given
        if tag == "input" and name and chosen:
            self.values[name] = given.get("value", "")
        elif tag == "textarea":
            self.inside, self.values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser leaves out the line break that opens the field.
            self.values[self.inside] = self.values[self.inside].removeprefix("\n")
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.values[self.inside] += data


@dataclass
class Writer(Thread):
    number: int
    port: int
    path: str
    cookies: str
    enough: Event
    promised: list[str] = field(default_factory=list)
    refused: int = 0
    broken: int = 0
    strange: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = Thread.__hash__

    def run(self) -> None:
        tried = 0
        while not self.enough.is_set():
            tried += 1
            try:
                self.write(f"k{self.number}n{tried}")
            except (OSError, HTTPException):
                # Nobody answered: neither a yes nor a no.
                self.broken += 1
                self.enough.wait(0.2)

    def write(self, word: str) -> None:
        status, page = self.ask("GET")
        if status != 200:
            self.note(status, page)
            return
        fields = Fields(page).values
        fields["text"] = f"{fields['text']} {word}".strip()
        status, page = self.ask("POST", urlencode(fields))
        if status == 302:
            self.promised.append(word)
        else:
            self.note(status, page)

    def note(self, status: int, page: str) -> None:
        """A late save, or a server that says that it cannot: anything else is no answer to give."""
        if status == 409:
            self.refused += 1
        elif status in (500, 502, 503):
            self.broken += 1
            self.enough.wait(0.2)
        else:
            self.strange.append((status, page[:300]))

    def ask(self, method: str, body: str = "") -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": self.cookies, "Origin": f"http://127.0.0.1:{self.port}", "Content-Type": FORM}
        try:
            connection.request(method, self.path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()
