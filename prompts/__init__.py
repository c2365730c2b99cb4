"""Every word that is said to a person or a model, as data in this folder."""

from __future__ import annotations

import string
import tomllib
from functools import cache
from importlib import resources


@cache
def templates() -> dict[str, str]:
    """All templates by name, from `replies.toml` and `model.toml`."""
    folder = resources.files("prompts")
    texts = [folder.joinpath(f"{name}.toml").read_text("utf-8") for name in ("replies", "model")]
    return {
        f"{group}.{name}": text.strip()
        for data in texts
        for group, entries in tomllib.loads(data).items()
        for name, text in entries.items()
    }


@cache
def fields(name: str) -> frozenset[str]:
    """The variables that a template asks for. Raises KeyError with the names there are."""
    return frozenset(
        field for _, field, _, _ in string.Formatter().parse(_template(name)) if field is not None
    )


def render(name: str, **values: str) -> str:
    """The template with its variables filled in; missing or unknown ones are a ValueError."""
    wanted = fields(name)
    if wanted != values.keys():
        raise ValueError(f"{name} takes {sorted(wanted)}, was given {sorted(values)}")
    return _template(name).format(**values)


def _template(name: str) -> str:
    if name not in templates():
        raise KeyError(f"no template {name!r}; there are {', '.join(sorted(templates()))}")
    return templates()[name]
