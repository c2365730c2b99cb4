"""A password is tried: right, wrong, or guessed at too often."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from web.users import fitting_hash

SLOW_DOWN = "Der er prøvet for mange gange. Vent et minut, og prøv igen."
TRIES, PAUSE = 5, 60.0
"""Wrong passwords for one name before it must wait, and how many seconds."""
MOST_NAMES = 10_000
"""Names whose wrong passwords are remembered: more are not people's."""


class TooOftenError(Exception):
    """A name that is guessed at, and must rest."""


class Tries:
    """Wrong passwords by name: no address is kept, and a name that is guessed at rests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._wrong: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def hash_for(self, name: str, password: str) -> str:
        """The user's hash when the password is theirs, else "". Raises TooOftenError.

        One at a time: a hash takes memory and time.
        """
        with self._lock:
            count, last = self._wrong.get(name, (0, 0.0))
            rested = time.monotonic() - last > PAUSE
            if count >= TRIES and not rested:
                raise TooOftenError
            hashed = fitting_hash(self._folder, name, password)
            if hashed:
                self._wrong.pop(name, None)
                return hashed
            if len(self._wrong) > MOST_NAMES:
                self._wrong.clear()
            self._wrong[name] = (1 if rested else count + 1, time.monotonic())
            return ""
