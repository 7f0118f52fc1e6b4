"""Several who act at the very same moment, each on a connection of their own."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections, transaction

from borgerforloeb.citizens.models import Stale

# So long has the first done its work and not committed it, while the others ask what stands there.
UNDECIDED = 0.15


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or how it was refused. Anything else that happens to them is a failure."""
    gate = Barrier(len(acts))

    def act(one: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            with transaction.atomic():
                done = one()
                time.sleep(UNDECIDED)
            return done
        except (Stale, ValidationError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(act, acts))
