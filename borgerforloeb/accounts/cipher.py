"""What a copy of the database alone may not tell: sealed with a key that is not in it."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """A key for each purpose; older keys still open what they sealed."""
    secrets: list[str] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]  # type: ignore[list-item]
    keys = [urlsafe_b64encode(sha256(f"{purpose} {secret}".encode()).digest()) for secret in secrets]
    return MultiFernet([Fernet(key) for key in keys])
