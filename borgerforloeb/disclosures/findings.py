"""A hit as it is kept: where it stands and whether it is the same as before, never what it says."""

from collections.abc import Iterable

from borgerforloeb.disclosures.models import Disclosure, Finding
from borgerforloeb.disclosures.package import Package
from borgerforloeb.disclosures.screening import Hit

Decision = Finding.Decision
LEFT_OUT = "[udeladt]"


def finding_of(disclosure: Disclosure, hit: Hit) -> Finding:
    return Finding(
        disclosure=disclosure,
        kind=hit.kind,
        where=hit.where,
        start=hit.start,
        length=hit.end - hit.start,
        lookup=hit.lookup,
        tells_where=hit.tells_where,
    )


def place(finding: Finding) -> tuple[object, ...]:
    return finding.kind, finding.where, finding.start, finding.length, finding.lookup, finding.tells_where


def place_of(hit: Hit) -> tuple[object, ...]:
    return hit.kind, hit.where, hit.start, hit.end - hit.start, hit.lookup, hit.tells_where


def tells_where(finding: Finding) -> bool:
    return finding.tells_where and finding.decision == Decision.STAND


def needs_two(disclosure: Disclosure) -> bool:
    return any(tells_where(finding) for finding in disclosure.findings.all())


def who_let_it_stand(disclosure: Disclosure, findings: Iterable[Finding]) -> set[int]:
    """The first of two: who made it, and who decided that something may stand. One of them asks for the
    second, who is none of them."""
    let = {finding.decided_by_id for finding in findings if finding.decision == Decision.STAND}
    return {disclosure.made_by_id} | {pk for pk in let if pk is not None}


def cleared(package: Package, findings: list[Finding]) -> dict[str, str]:
    """The texts with what is removed left out, from the end so that the places before it still hold."""
    words = {text.where: text.words for text in package.texts}
    for finding in sorted(findings, key=lambda one: one.start, reverse=True):
        if finding.decision == Decision.REMOVE:
            text, end = words[finding.where], finding.start + finding.length
            words[finding.where] = text[: finding.start] + LEFT_OUT + text[end:]
    return words
