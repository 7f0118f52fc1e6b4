"""The sections that the interventions rest on, looked up as a caseworker names them: "SEL § 85"."""

from datetime import date

from django.core.exceptions import ImproperlyConfigured

from borgerforloeb.law.models import Section


class Law:
    def __init__(self) -> None:
        self._sections: dict[tuple[str, str], list[Section]] = {}
        for section in Section.objects.select_related("act").order_by("-valid_from", "pk"):
            self._sections.setdefault((section.act.code, section.number), []).append(section)

    def section(self, name: str, on: date) -> Section | None:
        """ "SEL § 85" as it stood that day; nothing for an intervention that needs no section."""
        if not name:
            return None
        code, number = name.split(" ", 1)
        for section in self._sections.get((code, number.replace(" ", "\N{NO-BREAK SPACE}")), []) or (
            self._sections.get((code, number), [])
        ):
            if section.valid_from <= on and (section.valid_to is None or section.valid_to >= on):
                return section
        raise ImproperlyConfigured(
            f"Demoen bruger {name}, men paragraffen findes ikke i loven på dagen {on}."
        )
