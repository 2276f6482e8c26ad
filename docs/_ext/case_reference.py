"""The keys of a case file as a page, from the JSON Schema that `detente schema` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli_reference import write_if_changed

from detente.case import Case

Schema = dict[str, Any]

_LENGTHS = {80: "id", 10_000: "[expression](#the-expression-language)", 20_000: "text"}
"""The longest that each kind of text may be; the schema tells the kinds apart by nothing else."""

_BACKING = ("because", "judged_by", "why", "confidential")
"""Keys that many models share; they stand last in each table."""


def write_case_reference(path: Path) -> None:
    """Write one section for each model: every key, its type, its default and what it means."""
    schema = Case.model_json_schema(by_alias=True)
    models = {"Case": schema} | schema["$defs"]
    order = ["Case", *(name for name in _in_reading_order() if name in models)]
    order += sorted(set(models) - set(order))
    lines = [line for name in order for line in _section(name, models[name])]
    write_if_changed(path, "\n".join(lines) + "\n")


def _in_reading_order() -> tuple[str, ...]:
    """Name the models in the order in which a person meets them in a file."""
    return (
        "Document", "Voice", "Statement", "Party", "Stance", "Interaction", "Quantity", "Amount", "Judgement",
        "Issue", "Outcome", "Link", "Option", "Dynamics", "Balance", "Resolve", "Trust", "Audience", "Backing",
        "Commitment", "Holding", "Deferral", "Precondition", "Threat", "Reciprocity", "Move", "Event", "Signing",
        "SidePayments", "FutureEvent", "Contingent",
    )  # fmt: skip


def _section(name: str, model: Schema) -> Iterator[str]:
    yield f"### {name}"
    yield ""
    yield _prose(model.get("description", ""))
    yield ""
    if "anyOf" in model:
        yield "Written as one of:"
        yield ""
        yield from (f"- {form}" for form in dict.fromkeys(_form(branch) for branch in model["anyOf"]))
        yield ""
    table = next((m for m in [model, *model.get("anyOf", [])] if m.get("title") and "properties" in m), None)
    if table is not None:
        yield from _table(table)


def _table(model: Schema) -> Iterator[str]:
    required = set(model.get("required", ()))
    yield "| key | type | default | meaning |"
    yield "|---|---|---|---|"
    for key, value in sorted(model["properties"].items(), key=lambda item: item[0] in _BACKING):
        default = "**required**" if key in required else _default(value)
        yield f"| `{key}` | {_cell(_type(value))} | {default} | {_cell(_prose(value.get('description', '')))} |"
    yield ""


def _form(branch: Schema) -> str:
    """Name one way to write a quantity."""
    if branch.get("type") == "number":
        return "a number, such as `35`"
    if branch.get("type") == "array":
        return "a range `[low, high]`, such as `[20, 50]`"
    if set(branch["properties"]) == {"low", "likely", "high"}:
        return "`{low: 20, likely: 35, high: 50}`"
    if "low" in branch["properties"]:
        return "`{low: …, likely: …, high: …}` with any of the keys below, except `value` and `judgements`"
    return "a mapping with the keys below"


def _type(value: Schema) -> str:
    if "$ref" in value:
        name = value["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        kinds = dict.fromkeys(_type(branch) for branch in value["anyOf"] if branch.get("type") != "null")
        return " or ".join(kinds)
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    return _plain_type(value)


def _plain_type(value: Schema) -> str:
    match value.get("type"):
        case "array" if "prefixItems" in value:
            return f"[{', '.join(_type(item) for item in value['prefixItems'])}]"
        case "array":
            return f"list of {_type(value['items'])}"
        case "object":
            return f"mapping of id to {_type(value['additionalProperties'])}"
        case "string":
            return _text_type(value)
        case "number" | "integer" as kind:
            return ("whole number" if kind == "integer" else "number") + _bounds(value)
        case "boolean":
            return "`true` or `false`"
        case other:
            raise ValueError(f"a type of the schema that this page cannot word: {other!r} in {value}")


def _text_type(value: Schema) -> str:
    if str(value.get("pattern", "")).startswith("^sha256"):
        return "[digest](#digests)"
    longest = value.get("maxLength")
    if longest is None:
        return "text"
    return _LENGTHS.get(longest, f"text of at most {longest} characters")


def _bounds(value: Schema) -> str:
    low, high = value.get("minimum"), value.get("maximum")
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    return f" from {low:g}" if low is not None else ""


def _default(value: Schema) -> str:
    default = value.get("default")
    if default is None or default in ([], {}):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _prose(text: str) -> str:
    """Turn the docstring's reStructuredText into Markdown."""
    text = re.sub(r":\w+:`([^`]+)`", r"`\1`", text)
    return text.replace("``", "`")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
