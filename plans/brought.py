"""What a paper tells from above the plan: the page that prints brings it, for plans knows none of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from borgerforloeb.disclosures.models import Edition
from plans.print_content import Annex, Station
from plans.print_words import Appointment
from plans.projection import WITHOUT_MEETINGS, View
from plans.snapshot import Facts

# Asked with what the recipient is given of the plan, so that it cannot tell of more.
Laws = Callable[[View, Facts], Annex]
WITHOUT_WAY = (Edition.PARENT, Edition.NETWORK)


@dataclass(frozen=True)
class Brought:
    way: Sequence[Station] = ()
    appointments: Sequence[Appointment] = ()
    laws: Laws | None = None

    def given(self, view: View, *, is_main: bool) -> "Brought":
        """The way is the main person's; who lives elsewhere is not told when we meet."""
        return replace(
            self,
            way=self.way if is_main and view.edition not in WITHOUT_WAY else (),
            appointments=() if view.edition in WITHOUT_MEETINGS else self.appointments,
        )

    def annex(self, view: View, facts: Facts) -> Annex:
        """`facts` are whole: what is given of them is found here."""
        if self.laws is None or view.edition != Edition.AUTHORITY:
            return Annex()
        return self.laws(view, view.project(facts))


NOTHING = Brought()
