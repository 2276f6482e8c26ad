"""One request to an OpenAI-compatible address: bounded in time and size, tried again when the other side is busy."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.errors import InputError

MAX_REPLY = 1_000_000
"""Bytes of a reply; the statements of one chunk are a few thousand."""
BUSY = frozenset([408, 409, 425, 429, 500, 502, 503, 504])


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers.

    Attributes
    ----------
    url : str
        Base address, such as ``http://127.0.0.1:8080/v1``.
    model : str
    key : str, optional
        Sent as a bearer token; it is never written anywhere.
    timeout : float
        Seconds for one request.
    tries : int
        How often a request is sent at most.
    """

    url: str
    model: str
    key: str | None = None
    timeout: float = 60.0
    tries: int = 3


class NoReplyError(InputError):
    """A model did not answer in a usable way."""


def ask(endpoint: Endpoint, body: dict[str, Any], wait: Callable[[float], None] = time.sleep) -> str:
    """Send one request and return the text of the answer.

    Raises
    ------
    NoReplyError
        If there is no answer after all tries; the message says why.
    """
    import httpx

    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    reason = "no try was made"
    with httpx.Client(timeout=endpoint.timeout, follow_redirects=False, headers=headers, trust_env=False) as client:
        for number in range(endpoint.tries):
            if number:
                wait(min(2.0**number, 8.0))
            try:
                return _answer(client, endpoint, body)
            except httpx.TimeoutException:
                reason = f"no answer within {endpoint.timeout:g} seconds"
            except httpx.TransportError as error:
                reason = f"the connection failed ({type(error).__name__})"
            except _BusyError as error:
                reason = f"status {error}"
    raise NoReplyError.of(
        "model",
        f"the model at {endpoint.url} gave no answer: {reason}",
        "check the address, or read without --model-url",
    )


class _BusyError(Exception):
    """The other side asks to try again."""


def _answer(client: Any, endpoint: Endpoint, body: dict[str, Any]) -> str:
    with client.stream("POST", f"{endpoint.url.rstrip('/')}/chat/completions", json=body) as response:
        if response.status_code in BUSY:
            raise _BusyError(response.status_code)
        if response.status_code != 200:
            raise NoReplyError.of(
                "model",
                f"the model at {endpoint.url} answered with status {response.status_code}",
                "check address and key",
            )
        return _content(_bounded(response))


def _bounded(response: Any) -> bytes:
    content = b""
    for piece in response.iter_bytes():
        content += piece
        if len(content) > MAX_REPLY:
            raise NoReplyError.of(
                "model", f"the reply of the model is longer than {MAX_REPLY:,} bytes", "take another model"
            )
    return content


def _content(raw: bytes) -> str:
    """Return the text of the first choice, empty where the reply has another form."""
    import json

    try:
        return str(json.loads(raw)["choices"][0]["message"]["content"] or "")
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""
