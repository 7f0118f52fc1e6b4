"""How heavy the words of a plan are that the municipality has written; the citizen's own are a quote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from borgerforloeb.language.finding import words_in_use
from borgerforloeb.language.lix import measure_all
from plans.agreement_cards import AgreementRow
from plans.cards import GoalCard

MOST_TOLD = 5


@dataclass(frozen=True)
class Wording:
    """`heavy`: the first heavy words and what may stand instead."""

    lix: int | None
    band: str
    heavy: list[tuple[str, str]]
    more: int


def wording_of(
    sections: Iterable[str], cards: Iterable[GoalCard], agreements: Iterable[AgreementRow]
) -> Wording:
    texts = [*sections, *_of_goals(cards), *(row.what for row in agreements if row.open)]
    reading = measure_all(texts)
    heavy = list(words_in_use().in_all(texts).items())
    return Wording(reading.lix, reading.band, heavy[:MOST_TOLD], len(heavy[MOST_TOLD:]))


def _of_goals(cards: Iterable[GoalCard]) -> Iterator[str]:
    for card in cards:
        if not card.is_ended:
            yield card.title
            yield from (step.text for step in card.steps)
            yield from (row.title for row in card.helps)
            yield from (text for row in card.trials for text in (row.question, row.what))
