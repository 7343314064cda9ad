"""How secrets are kept: as SHA-256 of their text. They carry 256 random bits, so no salt and no slow hash."""

import hashlib


def hashed(secret: str) -> bytes:
    """What is stored and looked up in a secret's place."""
    return hashlib.sha256(secret.encode()).digest()
