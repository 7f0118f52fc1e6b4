"""What is to be given: finished content with its texts, where they are found, and how it becomes a file."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from borgerforloeb.citizens.models import Course, Domain, Level
from borgerforloeb.disclosures.recipients import Around, Recipient
from borgerforloeb.documents.engine import Pdf, render

# Whose field at which level, and how many rows of it: what the ledger keeps of the content.
Marks = Counter[tuple[str, str, str]]
OWN = "own"


@dataclass(frozen=True)
class Text:
    """One text of the content; `where` is its path there, `label` what people know it by."""

    where: str
    label: str
    words: str


@dataclass(frozen=True)
class Package:
    """Made anew each time it is looked at, by what sender and recipient may have at that moment."""

    what: str
    source: str
    version: int | None
    texts: tuple[Text, ...]
    marks: Marks
    # The texts as they are to stand (by `where`), the line of the footer, the moment, and whether large.
    draw: Callable[[Mapping[str, str], str, datetime, bool], Pdf]
    # Words of the house alone: where nothing is found there is nothing to read through.
    is_plain: bool = False
    # Names of where somebody is by day, which tell where a protected person can be found.
    places: tuple[str, ...] = ()

    @property
    def items(self) -> list[dict[str, Any]]:
        return [
            {"person": person, "domain": domain, "level": level, "count": count}
            for (person, domain, level), count in sorted(self.marks.items())
        ]

    @property
    def fingerprint(self) -> str:
        """Of the words and of who may read them: a text that has been shielded meanwhile is another text."""
        texts = (f"{text.where}\1{text.words}" for text in self.texts)
        return keyed("\0".join([self.source, str(self.items), *texts]))


@dataclass(frozen=True)
class Paper:
    """Something that can be given: who can have it and on what basis, and what each of them is given."""

    course: Course
    title: str
    ask: str
    back: str
    people: Around
    found: Sequence[Recipient]
    package_for: Callable[[Recipient], Package]
    # Whose own paper it is: who is meant when nobody else is named.
    about: UUID | None = None
    # Short names for recipients, so that one button can name one: `own`, or a place in a list.
    also: Mapping[str, str] = field(default_factory=dict)
    # What is read aloud to who has no use for paper.
    aloud: Sequence[str] = ()

    @property
    def own(self) -> str:
        """The key of whoever it is about, when that one can be given it."""
        whose = [one for one in self.found if one.is_the_person and one.basis]
        theirs = (one.key for one in whose if one.about == self.about)
        return self.also.get(OWN) or next(theirs, "")


def page_of(
    content: Any,
    *,
    what: str,
    source: str,
    labels: Mapping[str, str],
    marks: Marks,
    template: str,
    is_plain: bool = False,
    places: tuple[str, ...] = (),
) -> Package:
    """A package of one template, which is given the content as `paper`."""

    def draw(words: Mapping[str, str], footer: str, made_at: datetime, large: bool) -> Pdf:
        context = {"paper": with_texts(content, words), "title": what, "footer": f"{what} · {footer}"}
        html = render_to_string(template, context)
        sheets = ("print.css", "sharing.css")
        return render(html, stylesheets=sheets, title=what, made_at=made_at, large=large)

    return Package(what, source, None, texts_of(content, labels), marks, draw, is_plain, places)


def common(person: UUID, count: int = 1) -> Marks:
    """For what everybody who works with that person may read."""
    return Marks({(str(person), Domain.COMMON.value, Level.COMMON.value): count})


def of_fields(person: UUID, domains: Iterable[str]) -> Marks:
    return Marks((str(person), domain, Level.DOMAIN.value) for domain in domains)


def keyed(words: str) -> str:
    """Tells whether words are the same, and not what they were."""
    return salted_hmac("borgerforloeb.disclosures", words, algorithm="sha256").hexdigest()


def texts_of(content: Any, labels: Mapping[str, str]) -> tuple[Text, ...]:
    """Every text of a tree of dataclasses, in fields that have a label; lines of one field are one text."""
    return tuple(
        Text(where, label, words)
        for name, label in labels.items()
        for where, words in _walk(name, getattr(content, name))
        if words
    )


def _walk(where: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(where, value)]
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return [(where, "\n".join(value))]
    if isinstance(value, tuple):
        return [found for number, item in enumerate(value) for found in _walk(f"{where}.{number}", item)]
    if is_dataclass(value):
        return [
            found for one in fields(value) for found in _walk(f"{where}.{one.name}", getattr(value, one.name))
        ]
    return []


def with_texts(content: Any, words: Mapping[str, str], where: str = "") -> Any:
    """The same content with these texts in their places."""
    if isinstance(content, str):
        return words.get(where, content)
    if isinstance(content, tuple) and all(isinstance(item, str) for item in content):
        return tuple(words[where].split("\n")) if where in words else content
    if isinstance(content, tuple):
        return tuple(with_texts(item, words, f"{where}.{number}") for number, item in enumerate(content))
    if is_dataclass(content) and not isinstance(content, type):
        inside = f"{where}." if where else ""
        changed = {
            one.name: with_texts(getattr(content, one.name), words, f"{inside}{one.name}")
            for one in fields(content)
            if one.init
        }
        return replace(content, **changed)
    return content
