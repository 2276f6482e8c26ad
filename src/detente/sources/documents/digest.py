"""The digest by which a document or a passage is known again."""

from __future__ import annotations

import hashlib


def digest_of(content: bytes) -> str:
    """Return the digest of a document's bytes, or of a passage in UTF-8."""
    return "sha256:" + hashlib.sha256(content).hexdigest()
