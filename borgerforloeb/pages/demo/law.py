"""The sections that the interventions rest on, looked up as a caseworker names them: "SEL § 85"."""

from datetime import date

from django.core.exceptions import ImproperlyConfigured

from borgerforloeb.law.models import Section


class Law:
    def __init__(self) -> None:
        self._sections: dict[tuple[str, str], list[Section]] = {}
        for section in Section.objects.select_related("act").order_by("-valid_from", "pk"):
            self._sections.setdefault((section.act.code, section.number), []).append(section)

    def section(self, name: str, *days: date) -> Section | None:
        """The section as it stood on the first of these days that knew it; nothing where none is named."""
        if not name:
            return None
        code, number = name.split(" ", 1)
        for day in days:
            for section in self._sections.get((code, number), []):
                if section.valid_from <= day and (section.valid_to is None or section.valid_to >= day):
                    return section
        raise ImproperlyConfigured(f"Demoen bruger {name}, men den findes ikke i loven på dagen {days[0]}.")
