"""What is known of a portal between runs: `state.json` in its folder, always whole on disk."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from index.portals.address import PortalError
from index.portals.publication import Listed

VERSION = 1
PORTALS = "portals"
STATE = "state.json"
WITHDRAWN = ".withdrawn"
"""A hidden folder, so that `svarpunkt index` never reads what lies in it as minutes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting whose JSON lies in the folder; `mark` is the list's when it was fetched."""

    mark: str
    digest: str
    fetched: str
    attachments: bool = False
    partial: bool = False
    """Some of its attachments are still to be asked for: the portal failed."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A meeting that the portal lists no more."""

    committee: str
    day: str
    seen: str
    """When it was found to be gone."""


@dataclass(frozen=True, slots=True)
class Run:
    """How the last run went; `told` is why it stopped early, "" when it did not."""

    began: str
    ended: str = ""
    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    failed: int = 0
    waiting: int = 0
    requests: int = 0
    told: str = ""


@dataclass(slots=True)
class State:
    """A portal's address, what is asked of it, and how far its archive has come."""

    url: str
    since: str = ""
    committee: str = ""
    attachments: bool = False
    at: str = ""
    """The time of day of the nightly run, "03:00"; "" when none has been told."""
    listed: dict[str, Listed] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    withdrawn: dict[str, Withdrawn] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    unpublished: dict[str, str] = field(default_factory=dict)
    """Meetings that the portal lists and has no agenda of, with the list's marks."""
    last: Run | None = None


def read_state(folder: Path) -> State | None:
    """The portal's state, None when it has none. Raises PortalError when it cannot be read."""
    try:
        text = (folder / STATE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        return _state(json.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise PortalError(
            f"{folder / STATE} er beskadiget. Slet filen, og kør 'svarpunkt sync' igen: møderne "
            "bliver liggende, men hentes på ny for at blive sammenlignet."
        ) from error


def write_state(folder: Path, state: State) -> None:
    """Put the state in place in one move: a reader sees the old one or the new one."""
    value = {"version": VERSION, **asdict(state)}
    text = json.dumps(value, ensure_ascii=False, indent=1)
    put(folder / STATE, text.encode("utf-8"))


def put(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs out of a portal's folder; the lock goes with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PortalError(
                f"{folder.name} bliver allerede hentet af en anden kørsel. Vent, til den er færdig."
            ) from error
        yield


def portal_folders(archive: Path) -> list[Path]:
    """The folders of the portals that an archive knows, by name."""
    return sorted(path.parent for path in (archive / PORTALS).glob(f"*/{STATE}"))


Record = TypeVar("Record", Listed, Kept, Withdrawn, Run)


def _state(value: Mapping[str, object]) -> State:
    if value["version"] != VERSION:
        raise ValueError(value["version"])
    last = value["last"]
    return State(
        url=str(value["url"]),
        since=str(value["since"]),
        committee=str(value["committee"]),
        attachments=value["attachments"] is True,
        at=str(value.get("at", "")),
        listed=_records(value["listed"], Listed),
        kept=_records(value["kept"], Kept),
        withdrawn=_records(value["withdrawn"], Withdrawn),
        failed=_texts(value["failed"]),
        unpublished=_texts(value.get("unpublished", {})),
        last=_record(last, Run) if last is not None else None,
    )


def _records(value: object, kind: type[Record]) -> dict[str, Record]:
    return {key: _record(entry, kind) for key, entry in _mapping(value).items()}


def _record(value: object, kind: type[Record]) -> Record:
    known = {one.name for one in fields(kind)}
    return kind(**{key: entry for key, entry in _mapping(value).items() if key in known})


def _texts(value: object) -> dict[str, str]:
    return {key: str(told) for key, told in _mapping(value).items()}


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(type(value))
    return value
