"""argparse's own words in Danish, from `arguments.toml`."""

from __future__ import annotations

import argparse
import tomllib
from functools import cache
from importlib import resources


@cache
def words() -> dict[str, str]:
    """What argparse says in English -> what is said instead."""
    return tomllib.loads(resources.files("prompts").joinpath("arguments.toml").read_text("utf-8"))


def speak_danish() -> None:
    """Let every command of this process speak Danish when it is misused or asked for help.

    argparse looks its words up in gettext, whose language is the whole process's and would need
    a compiled catalogue; it is given ours instead.
    """
    vars(argparse).update(_=_one, ngettext=_several)


def _one(text: str) -> str:
    return words().get(text, text)


def _several(one: str, several: str, count: int) -> str:
    return _one(one if count == 1 else several)
