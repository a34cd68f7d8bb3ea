"""Secrets that open a door for whoever shows them: nobody guesses one, and what is kept of it opens nothing."""

import hashlib
import secrets


def new() -> str:
    """A new secret of 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """All that is kept of a secret. It needs no salt: nobody tries out 256 random bits."""
    return hashlib.sha256(secret.encode(errors="surrogateescape")).digest()
