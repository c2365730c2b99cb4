"""Lines of a text that was broken to fit a page -> the same, each word whole that a line's end has
cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CUT = re.compile(r"(?<![\w-])(?P<head>\w*[a-zæøåé]{2,})(?P<mark>[-\u00ad\u2010\u00ac])[ \t]*$")
"""A word's first half at the end of its line; the hyphen of "IT-", "CO2-" and "e-" is their own."""
_REST = re.compile(r"[ \t]*(?P<word>[a-zæøåé]{2,}\S*)[ \t]*")
_OWN = frozenset(["og", "eller", "samt", "men", "til", "samt/eller"])
"""After these the hyphen is the word's own ("børne- og")."""
_SHARE = 0.8
"""A line this full, of the page's width, ends where it does for want of room."""


def join_words(lines: Sequence[str], width: int, whole: str) -> list[str | None]:
    """The lines with each cut word in one piece on the line where it begins; None for a line of
    which nothing is left.

    `whole` is the text in which the word may stand uncut: where it has a hyphen there, it keeps it.
    """
    joined: list[str | None] = list(lines)
    for n in range(len(lines) - 1):
        line = joined[n]
        cut = _CUT.search(line) if line and len(line.rstrip()) >= _SHARE * width else None
        rest = _REST.match(lines[n + 1]) if cut else None
        if not (line and cut and rest) or rest["word"].rstrip(".,;:)") in _OWN:
            continue
        hyphened = f"{cut['head']}-{rest['word'].rstrip('.,;:)')}"
        own = cut["mark"] == "-" and hyphened.casefold() in whole
        joined[n] = line[: cut.start("mark")] + ("-" if own else "") + rest["word"]
        joined[n + 1] = lines[n + 1][rest.end() :] or None
    return joined
