"""That somebody has just shown who sits there, or has not."""

from datetime import UTC, datetime, timedelta

from borgerforloeb.accounts.proofs import PROVED_WITHIN, Proof

AT = datetime(2026, 9, 2, 10, tzinfo=UTC)
FRESH = Proof(AT - timedelta(minutes=1), AT)
NEVER = Proof(None, AT)
OLD = Proof(AT - PROVED_WITHIN - timedelta(seconds=1), AT)
