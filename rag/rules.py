"""Reads the rules for questions, which are data (rag/data/*.toml), into compiled patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def read(name: str) -> dict[str, object]:
    """The tables of rag/data/<name>.toml."""
    text = files("rag").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """A list of strings in a rules file. Raises TypeError when it is something else."""
    value = read(name)[key]
    if not isinstance(value, list):
        raise TypeError(f"{name}.toml: {key} is not a list")
    return tuple(str(entry) for entry in value)


@cache
def table(name: str, key: str) -> dict[str, str]:
    """A table of strings in a rules file. Raises TypeError when it is something else."""
    value = read(name)[key]
    if not isinstance(value, dict):
        raise TypeError(f"{name}.toml: {key} is not a table")
    return {str(left): str(right) for left, right in value.items()}


def strings(value: object) -> tuple[str, ...]:
    """The strings of a list in a rules file; none when it is something else."""
    return tuple(str(entry) for entry in value) if isinstance(value, list) else ()


def entries(name: str, key: str) -> tuple[dict[str, object], ...]:
    """An array of tables in a rules file. Raises TypeError when it is something else."""
    value = read(name)[key]
    if not isinstance(value, list):
        raise TypeError(f"{name}.toml: {key} is not an array of tables")
    return tuple(dict(entry) for entry in value)


@cache
def patterns(name: str, key: str) -> tuple[re.Pattern[str], ...]:
    """A list of regular expressions in a rules file, compiled."""
    return tuple(re.compile(entry) for entry in words(name, key))
