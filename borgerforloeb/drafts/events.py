"""What happens to drafts, told to whoever keeps the log: it lies above and listens."""

from django.dispatch import Signal

draft_begun = Signal()  # user, course_id
draft_discarded = Signal()  # user, course_id
