"""An answer <-> JSON that holds all of it, so that it can be shown again as it was."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

from rag.types import Answer


def freeze(answer: Answer) -> str:
    """The answer as JSON; dates are ISO 8601, enums their values."""
    return json.dumps(asdict(answer), ensure_ascii=False, default=_plain)


def thaw(text: str) -> Answer | None:
    """The answer; None when an older version wrote it in another shape."""
    try:
        found = _made(Answer, json.loads(text))
    except (KeyError, TypeError, ValueError):
        return None
    return found if isinstance(found, Answer) else None


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON")


def _made(kind: object, value: object) -> object:
    """The value as the annotation `kind` says it was."""
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), value)
    if get_origin(kind) in (Union, UnionType):
        return _one_of(get_args(kind), value)
    if not isinstance(kind, type):
        raise TypeError(f"cannot read {kind}")
    if is_dataclass(kind) and isinstance(value, dict):
        return kind(**{name: _made(_hints(kind)[name], held) for name, held in value.items()})
    if issubclass(kind, Enum):
        return kind(value)
    if kind is date:
        return date.fromisoformat(str(value))
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _tuple(kinds: tuple[object, ...], value: object) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    if kinds[1:] == (...,):
        return tuple(_made(kinds[0], held) for held in value)
    return tuple(_made(kind, held) for kind, held in zip(kinds, value, strict=True))


def _one_of(kinds: tuple[object, ...], value: object) -> object:
    if value is None and type(None) in kinds:
        return None
    fitting = [kind for kind in kinds if kind is not type(None)]
    exact = next((kind for kind in fitting if kind is type(value)), fitting[0])
    return _made(exact, value)


@cache
def _hints(kind: type) -> dict[str, object]:
    return dict(get_type_hints(kind))
