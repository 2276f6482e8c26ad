"""A message as it was mailed (.eml): its subject, sender and date, and the body as text."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

MAX_PARTS = 200


@dataclass(frozen=True)
class Letter:
    """The parts of a message that a reader sees; `html` where it has no plain body."""

    subject: str
    sender: str
    date: str | None
    plain: str
    html: bytes


def open_letter(content: bytes) -> Letter:
    """Return the visible parts of a message; attachments are left out.

    Raises
    ------
    ValueError
        If the bytes are no message.
    """
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ValueError("no header")
    plain, html = _bodies(message)
    name, address = parseaddr(str(message.get("from", "")))
    return Letter(str(message.get("subject", "")), name or address, _date_of(message), plain, html)


def _bodies(message: EmailMessage) -> tuple[str, bytes]:
    plain, html = "", b""
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            break
        if part.get_filename() or part.is_multipart():
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain:
            plain = _text_of(part)
        elif kind == "text/html" and not html:
            html = _text_of(part).encode()
    return plain, html


def _text_of(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""


def _date_of(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
