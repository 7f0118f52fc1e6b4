"""What is to be given: finished content with its texts, where they are found, and how it becomes a file."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac

from borgerforloeb.documents.engine import Pdf

# Whose field at which level, and how many rows of it: what the ledger keeps of the content.
Marks = Counter[tuple[str, str, str]]


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
    # The texts as they are to stand (by `where`), the line of the footer, and the moment.
    draw: Callable[[Mapping[str, str], str, datetime], Pdf]

    @property
    def items(self) -> list[dict[str, Any]]:
        return [
            {"person": person, "domain": domain, "level": level, "count": count}
            for (person, domain, level), count in sorted(self.marks.items())
        ]

    @property
    def fingerprint(self) -> str:
        return keyed("\0".join([self.source, *(f"{text.where}\1{text.words}" for text in self.texts)]))


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
            found
            for field in fields(value)
            for found in _walk(f"{where}.{field.name}", getattr(value, field.name))
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
            field.name: with_texts(getattr(content, field.name), words, f"{inside}{field.name}")
            for field in fields(content)
            if field.init
        }
        return replace(content, **changed)
    return content
