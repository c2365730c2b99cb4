"""What the municipality sets for its pages: read once at the start, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask when the minutes do not say: "" where nothing is set. Phone comes first."""

    name: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""

    @property
    def dial(self) -> str:
        """The phone number as a tel: address has it."""
        return "".join(c for c in self.phone if c.isdigit() or c == "+")

    def __bool__(self) -> bool:
        return bool(self.phone or self.email)


def read_contact(environment: Mapping[str, str]) -> Contact:
    """The contact from SVARPUNKT_KONTAKT, _TELEFON, _EMAIL and _TELEFONTID."""
    return Contact(
        environment.get("SVARPUNKT_KONTAKT", "").strip(),
        environment.get("SVARPUNKT_TELEFON", "").strip(),
        environment.get("SVARPUNKT_EMAIL", "").strip(),
        environment.get("SVARPUNKT_TELEFONTID", "").strip(),
    )
