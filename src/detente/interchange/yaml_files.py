"""YAML and JSON files of other tools as plain data, with the place of every value and no class of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case.yaml_tree import Tree, read_tree
from detente.errors import InputError
from detente.errors import Path as Keys
from detente.interchange.gmcr_json import clean
from detente.interchange.remarks import Place
from detente.interchange.stranger_files import read_bytes

_CLASS_KEYS = ("type", "__python_class__", "$type")


@dataclass(frozen=True)
class YamlFile:
    """A file that was read."""

    path: Path
    tree: Tree

    @property
    def data(self) -> Any:
        """Dicts, lists and scalars."""
        return self.tree.data

    def place(self, keys: Keys = ()) -> Place:
        """Return where a value stands, or what is around it."""
        while keys and keys not in self.tree.values:
            keys = keys[:-1]
        return Place(self.tree.name, *self.tree.values.get(keys, (1, 1)))


def read_yaml(path: Path) -> YamlFile:
    """Return the data of a YAML or JSON file.

    Raises
    ------
    InputError
        If the file cannot be read, is no YAML or UTF-8, uses aliases, is too deep, or gives a key twice.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError.of("encoding", f"byte {error.start} is not UTF-8", "save it as UTF-8", path.name) from None
    tree = read_tree(text, path.name)
    if tree.problems:
        raise InputError(tree.problems)
    return YamlFile(path, tree)


def class_of(data: Any) -> str:
    """Return the name of the class that an object says it is, without its package."""
    if not isinstance(data, dict):
        return ""
    said = next((data[key] for key in _CLASS_KEYS if isinstance(data.get(key), str)), "")
    return clean(said).rpartition(".")[2][:80]


def written(value: Any) -> str:
    """Return a scalar as the text by which a key of a mapping would name it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
