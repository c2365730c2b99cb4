"""Who may use the staff's pages: names and hashed passwords in a file of the archive's folder."""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from index.types import ArchiveError

FILE = "brugere.json"
SHORTEST = 10
"""Characters of a password at least: NIST SP 800-63B asks for 8, length helps more than signs."""
LONGEST = 1_000
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("ingen har dette kodeord")


def read_users(folder: Path) -> dict[str, str]:
    """Name to Argon2id hash; empty when nobody has been added. Raises ArchiveError."""
    try:
        held = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ArchiveError(
            f"{FILE} i {folder} kan ikke læses. Slet den, og opret brugerne igen."
        ) from error
    return {str(name): str(hashed) for name, hashed in held.items()}


def add_user(folder: Path, name: str, password: str) -> None:
    """Keep the user, or give one who is known a new password. Raises ArchiveError."""
    known = name.strip()
    if not known or len(known) > 100 or not known.isprintable():
        raise ArchiveError("Navnet skal være på 1-100 tegn og uden usynlige tegn.")
    if not SHORTEST <= len(password) <= LONGEST:
        raise ArchiveError(f"Kodeordet skal være på mindst {SHORTEST} tegn og højst {LONGEST}.")
    hashed = _HASHER.hash(password)
    with _alone(folder):
        _write(folder, {**read_users(folder), known: hashed})


def remove_user(folder: Path, name: str) -> None:
    """Forget the user. Raises ArchiveError when there is none with that name."""
    with _alone(folder):
        users = read_users(folder)
        if name not in users:
            raise ArchiveError(f"Der er ingen bruger ved navn {name}.")
        _write(folder, {known: hashed for known, hashed in users.items() if known != name})


def fitting_hash(folder: Path, name: str, password: str) -> str:
    """The user's hash when the password fits it, else ""; as slow for a name that is not known."""
    hashed = read_users(folder).get(name, "")
    try:
        _HASHER.verify(hashed or _NOBODY, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return ""
    return hashed


def run(folder: Path, act: str, name: str) -> None:
    """svarpunkt user add|remove|list. Raises ArchiveError with a Danish sentence."""
    if act == "list":
        print("\n".join(sorted(read_users(folder))) or "Der er ingen brugere endnu.")
    elif not name:
        raise ArchiveError(f"Skriv navnet: svarpunkt user {act} NAVN.")
    elif act == "remove":
        remove_user(folder, name)
        print(f"{name} kan ikke logge ind mere.")
    else:
        known = name.strip() in read_users(folder)
        add_user(folder, name, _password())
        print(f"{name} har fået et nyt kodeord." if known else f"{name} kan nu logge ind.")


def _password() -> str:
    """From the keyboard, unseen and twice; or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Kodeord: ")
    if first != getpass.getpass("Kodeord igen: "):
        raise ArchiveError("De to kodeord er ikke ens. Prøv igen.")
    return first


def current_hash(folder: Path, name: str) -> str:
    """The user's hash as it is now; "" for nobody, and when the file cannot be read."""
    try:
        return read_users(folder).get(name, "")
    except ArchiveError:
        return ""


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep others from writing meanwhile: the server and the command may both want to."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(folder: Path, users: dict[str, str]) -> None:
    """In one rename, readable for the owner only."""
    handle, scratch = tempfile.mkstemp(dir=folder, prefix=".brugere-")  # made with mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(users, out, ensure_ascii=False, indent=1)
    os.replace(scratch, folder / FILE)
