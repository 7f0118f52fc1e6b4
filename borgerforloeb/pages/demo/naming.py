"""Names, homes and the words that follow a person, for those who have no story of their own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from borgerforloeb.accounts.presentation import genitive
from borgerforloeb.pages.demo.days import years_before
from borgerforloeb.pages.demo.people import MAN, WOMAN
from borgerforloeb.pages.demo.picking import between, one_in, pick
from borgerforloeb.pages.demo.reading import read

LANGUAGES = {
    "Fatima": "arabisk", "Zeinab": "somali", "Yasmin": "arabisk", "Hülya": "tyrkisk", "Joanna": "polsk",
    "Mohammed": "arabisk", "Ahmad": "dari", "Emre": "tyrkisk", "Hassan": "somali", "Dragan": "bosnisk",
    "Abdi": "somali", "Olga": "ukrainsk", "Ivan": "ukrainsk",
}  # fmt: skip
FOREIGN_WOMEN, FOREIGN_MEN = tuple(LANGUAGES)[:5], tuple(LANGUAGES)[5:11]
PRONOUNS = {
    WOMAN: {"han": "hun", "ham": "hende", "hans": "hendes"},
    MAN: {"han": "han", "ham": "ham", "hans": "hans"},
}


@dataclass(frozen=True)
class Words:
    """What `{navn}`, `{han}` and the like become in one course."""

    values: dict[str, str]

    def fill(self, text: str) -> str:
        for name, value in self.values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def words_for(first_name: str, sex: str, **more: str) -> Words:
    pronouns = PRONOUNS[sex]
    capitals = {name.capitalize(): word.capitalize() for name, word in pronouns.items()}
    return Words({"navn": first_name, "navns": genitive(first_name), **pronouns, **capitals, **more})


def adult(index: int, situation: dict[str, Any], today: date) -> dict[str, Any]:
    """An adult of the cohort as the story names one."""
    names = read("data/people.toml")
    special = next((one for one in names["special"] if one["number"] == index), None)
    sex = WOMAN if situation.get("woman") or index % 9 < 4 else MAN
    first, last = (
        _first_name(names, sex, index, situation),
        names["surnames"][index * 37 % len(names["surnames"])],
    )
    if special:
        sex, first, last = special["sex"], special["first_names"], special["last_name"]
    facts = {
        "key": "borger",
        "sex": sex,
        "first_names": first,
        "last_name": last,
        "born_on": born(situation["ages"], today, "adult", index),
        "protected_address": bool(situation.get("protected")) or index in (30, 77),
        "exempt_from_digital_post": one_in(8, "post", index),
        **home(names, "adult", index),
    }
    if first in LANGUAGES:
        facts |= {"language": LANGUAGES[first], "needs_interpreter": one_in(2, "interpreter", index)}
    return facts


def _first_name(names: dict[str, Any], sex: str, index: int, situation: dict[str, Any]) -> str:
    if situation.get("foreign"):
        return pick(FOREIGN_WOMEN if sex == WOMAN else FOREIGN_MEN, index)
    choices = [name for name in names["women" if sex == WOMAN else "men"] if name not in LANGUAGES]
    return choices[index * 5 % len(choices)]


def born(ages: tuple[int, int], today: date, *words: object) -> date:
    age = between(ages[0], ages[1], "age", *words)
    return years_before(today - timedelta(days=between(1, 364, "birthday", *words)), age)


def home(names: dict[str, Any], *words: object) -> dict[str, str]:
    street = pick(names["streets"], "street", *words)
    floor = pick(("", "", "", ", st. tv", ", 1. th", ", 2. tv", ", 3. mf"), "floor", *words)
    return {
        "address": f"{street} {between(1, 118, 'house', *words)}{floor}",
        "postcode": pick(("9995", "9995", "9995", "9996", "9997"), "town", *words),
    }


def network_person(index: int, last_name: str) -> dict[str, Any]:
    """Somebody of the private network, called after the citizen where they are of one family."""
    names, kinds = read("data/people.toml"), read("bank/course.toml")["network"]
    _, relation, helps = kinds[index % len(kinds)]
    woman = relation in ("mor", "søster", "nabo")
    of_family = relation in ("mor", "søster", "bror")
    first = names["women" if woman else "men"][(index * 11 + 3) % 50]
    return {
        "key": "ven",
        "side": "private",
        "name": f"{first} {last_name if of_family else names['surnames'][(index * 13 + 5) % 118]}",
        "relation": relation,
        "phone": f"12 34 3{index % 10} {index % 90 + 10}",
        "contribution": helps,
    }
