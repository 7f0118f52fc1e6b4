"""What happens to accounts here, told to whoever keeps the log: it lies above accounts and listens."""

from django.dispatch import Signal

sessions_ended = Signal()  # user, number
form_held = Signal()  # user
identity_admitted = Signal()  # user, created, before (capabilities), unit_before
identity_refused = Signal()  # user or None, why
