"""The key that signs seals stands outside the database: who can change rows there cannot make a seal fit."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def sign(words: bytes) -> bytes:
    return _signer().sign(words)


def is_signed(words: bytes, signature: bytes) -> bool:
    """By today's key or by one of those before it."""
    return any(_fits(key, words, signature) for key in (_signer().public_key(), *_earlier()))


def public_key() -> str:
    """To be kept with LOG_SEAL_OLD_KEYS when a new key takes over."""
    return base64.urlsafe_b64encode(_signer().public_key().public_bytes_raw()).decode()


def _signer() -> Ed25519PrivateKey:
    if not settings.LOG_SEAL_KEY:
        raise ImproperlyConfigured("LOG_SEAL_KEY (eller LOG_SEAL_KEY_FILE) mangler. Se docs/operations.md.")
    return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(settings.LOG_SEAL_KEY))


def _earlier() -> list[Ed25519PublicKey]:
    known = map(base64.urlsafe_b64decode, settings.LOG_SEAL_OLD_KEYS)
    return [Ed25519PublicKey.from_public_bytes(content) for content in known]


def _fits(key: Ed25519PublicKey, words: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, words)
    except InvalidSignature:
        return False
    return True
