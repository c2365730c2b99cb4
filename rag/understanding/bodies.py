"""Finds which of the archive's bodies (committees, councils) a question speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from rag.rules import table

_PERIOD = re.compile(r"\(.*?\)|\b(?:19|20)\d\d\b|\b\d\d-\d\d\b")
_HEAD = re.compile(
    r"^(?P<part>[a-zæøå]*?)(?P<kind>udval?g|råd|nævn|politiker|kommission)"
    r"(?:ets|et|en|ens|erne|ernes|ne|nes|s|e)?(?:møde\w*)?$"
)
_COUNCIL = re.compile(
    r"^(?:byråd|kommunalbestyrelse|borgerrepræsentation|regionsråd)"
    r"(?:ets|et|en|ens|s|n|ns)?(?:møde\w*)?$"
)
_COUNCIL_ENGLISH = re.compile(r"\b(?:city|town|municipal|local) council\b")
_TOKEN = re.compile(r"[^\W\d_]+(?:'s)?-?")
_SAME_PART = 84.0
_SMALL = frozenset(
    ("og", "for", "samt", "den", "det", "til", "ved", "med", "fra", "af", "om", "under", "hos")
)
"""Words of a body's name that nobody would call it by ("Spørgsmål til Byrådet")."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name taken apart: {"teknik", "miljø"} and "udvalg"."""

    name: str
    parts: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class BodyMention:
    """Where a question speaks of a body; `names` has several when the words fit several."""

    names: tuple[str, ...]
    start: int
    end: int
    exact: bool
    """True when all of the body's name, or its abbreviation, is there."""


@lru_cache(maxsize=256)
def parse_body(name: str) -> Body:
    """A body's name without its period, as the parts a reader would call it by."""
    low = _PERIOD.sub(" ", name.lower())
    tokens = [token.strip("-") for token in _TOKEN.findall(low)]
    if any(_COUNCIL.match(token) for token in tokens[:2]) and "til" not in tokens:
        return Body(name, (), "council")
    heads = [(n, head) for n, token in enumerate(tokens) if (head := _HEAD.match(token))]
    if not heads:
        named = (token for token in tokens if len(token) > 2 and token not in _SMALL)
        return Body(name, tuple(_stem(token) for token in named), "")
    place, head = heads[0]
    part = head["part"]
    words = [*tokens[:place], part] if part else tokens[place + 1 :]
    parts = tuple(_stem(word) for word in words if word not in _SMALL)
    return Body(name, parts, head["kind"].replace("udvag", "udvalg"))


def _stem(word: str) -> str:
    """A part without the letters that join or inflect it: "sundheds", "børne", "social(t)"."""
    for ending in ("erne", "ene", "s", "e", "t"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
    return word


def _same(left: str, right: str) -> bool:
    if left == right:
        return True
    return min(len(left), len(right)) >= 4 and ratio(left, right) >= _SAME_PART


_SEAT = re.compile(
    r"\b(?:formand|næstformand|medlem|medlemmer|suppleant\w*|stedfortræder\w*|plads|pladser|post)"
    r"(?:en|et|ne)? (?:i|for|til|af) (?:det |den )?$"
)
_CHOSEN = re.compile(
    r"\b(?:nyt?|nye|valg|valget|vælge\w*|valgt\w*|udpeg\w*|ind(?:træ|tråd|tra)\w*|"
    r"ud(?:træ|tråd|tra)\w*|konstitu\w*)\b"
)
_MADE = re.compile(
    r"\b(?:(?:lagt|lægges|lægge|slået|slås|slå) (?:\w+ )?sammen|sammenlægning\w*|sammenlagt|"
    r"(?:nedlagt|nedlægges|nedlægge|oprettet|oprettes|oprette)\b.{0,30}(?:udvalg|råd)|"
    r"(?:udvalget|rådet) (?:\w+ )?(?:nedlagt|nedlægges|oprettet|oprettes))\b"
)
_DECIDES = re.compile(r"s? (?:besl|godkend|vedt|anbef|behandl|møde)")
"""What follows a body that does something itself."""


def find_bodies(text: str, low: str, bodies: Sequence[str]) -> tuple[BodyMention, ...]:
    """The bodies that a question speaks of as those who act, in order; `low` is the folded text.

    Who takes a seat in a committee, or whether two are made one, others decide: there it is what
    the question is about.
    """
    parsed = tuple(parse_body(name) for name in bodies)
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(low)]
    found = [
        mention
        for place in range(len(tokens))
        if (mention := _at(tokens, place, parsed)) is not None
    ]
    found += _abbreviated(text, parsed) + _english(low, parsed)
    kept = _without_overlap(sorted(found, key=lambda m: (m.start, -m.end)))
    return tuple(mention for mention in kept if not _is_thing(low, mention))


def _is_thing(low: str, mention: BodyMention) -> bool:
    if _MADE.search(low):
        return _DECIDES.match(low[mention.end :]) is None
    return _CHOSEN.search(low) is not None and _SEAT.search(low[: mention.start]) is not None


Token = tuple[str, int, int]


def _at(tokens: Sequence[Token], place: int, bodies: Sequence[Body]) -> BodyMention | None:
    word, start, end = tokens[place]
    if _COUNCIL.match(word):
        return _mention([b for b in bodies if b.kind == "council"], start, end, exact=True)
    head = _HEAD.match(word)
    if head is None or head["part"].endswith(("om", "for")):
        return None
    parts, start, end = _spoken_parts(tokens, place, head["part"], bodies)
    kind = head["kind"].replace("udvag", "udvalg")
    if not parts:
        return None
    fitting = [b for b in bodies if _fits(parts, b) and kind in (b.kind, "politiker")]
    exact = [body for body in fitting if len(body.parts) == len(parts)]
    return _mention(exact or fitting, start, end, exact=bool(exact))


def _spoken_parts(
    tokens: Sequence[Token], place: int, part: str, bodies: Sequence[Body]
) -> tuple[tuple[str, ...], int, int]:
    """The parts that stand before the head ("skole- og børne|udvalget") or after its "for"."""
    parts, at = [_stem(part)] if part else _part_before(tokens, place, bodies), place
    if not parts:
        return _parts_after(tokens, place, bodies)
    if not part:  # "skole- og børne udvalget"
        at = place - 1
    start = tokens[at][1]
    for word, begin, _ in reversed(tokens[max(0, at - 7) : at]):
        if word in ("og", "and", "samt"):
            continue
        stem = _stem(word.strip("-"))
        known = any(_same(stem, other) for body in bodies for other in body.parts)
        if not (word.endswith("-") or known):
            break
        parts.append(stem)
        start = begin
    return tuple(parts), start, tokens[place][2]


def _part_before(tokens: Sequence[Token], place: int, bodies: Sequence[Body]) -> list[str]:
    """ "Teknisk Udvalg", "det sociale udvalg": an adjective like a part of a body's name."""
    if not place:
        return []
    root = _stem(tokens[place - 1][0]).removesuffix("isk")
    known = {other for body in bodies for other in body.parts if len(root) >= 4}
    return [other for other in known if _same(root, other) or other.startswith(root)][:1]


def _parts_after(
    tokens: Sequence[Token], place: int, bodies: Sequence[Body]
) -> tuple[tuple[str, ...], int, int]:
    parts: list[str] = []
    end = tokens[place][2]
    following = tokens[place + 1 : place + 8]
    if not following or following[0][0] != "for":
        return (), tokens[place][1], end
    for word, _, stop in following[1:]:
        stem = _stem(word.strip("-"))
        if any(_same(stem, other) for body in bodies for other in body.parts):
            parts.append(stem)
            end = stop
        elif word not in ("og", "samt"):
            break
    return tuple(parts), tokens[place][1], end


def _fits(parts: Sequence[str], body: Body) -> bool:
    return bool(body.parts) and all(any(_same(p, other) for other in body.parts) for p in parts)


def _mention(bodies: Sequence[Body], start: int, end: int, *, exact: bool) -> BodyMention | None:
    if not bodies:
        return None
    names = tuple(dict.fromkeys(_base(body.name) for body in bodies))
    first = tuple(next(b.name for b in bodies if _base(b.name) == name) for name in names)
    return BodyMention(first, start, end, exact)


def _base(name: str) -> str:
    """Two periods of one body ("Byråd 2022-2025") count as one."""
    return " ".join(_PERIOD.sub(" ", name.lower()).replace("-", " ").split())


@lru_cache(maxsize=64)
def _abbreviations(bodies: tuple[Body, ...]) -> dict[str, tuple[Body, ...]]:
    found: dict[str, tuple[Body, ...]] = {}
    for body in bodies:
        for short in _initials(body):
            found[short] = (*found.get(short, ()), body)
    return found


def _initials(body: Body) -> tuple[str, ...]:
    if body.kind == "council":
        low = body.name.lower()
        return ("KB",) if "kommunalbestyrelse" in low else ("BY", "BR")
    letters = "".join(part[0] for part in body.parts).upper()
    kind = "R" if body.kind == "råd" else "U"
    short = (letters + kind, kind + letters) if body.kind == "råd" else (letters + kind,)
    return (*short, "ØK") if letters.startswith("Ø") and len(letters) == 1 else short


def _abbreviated(text: str, bodies: tuple[Body, ...]) -> list[BodyMention]:
    found = []
    known = _abbreviations(bodies)
    for match in re.finditer(r"\b[^\W\d_]{2,6}\b", text):
        word = match.group().removesuffix("s") if match.group()[-1] == "s" else match.group()
        chatty = word in ("øu", "øk") or (len(word) > 2 and word.endswith("u"))
        spoken = word.isupper() or (word.islower() and chatty)
        if spoken and (fitting := known.get(word.upper())):
            mention = _mention(fitting, match.start(), match.end(), exact=True)
            found += [mention] if mention else []
    return found


def _english(low: str, bodies: Sequence[Body]) -> list[BodyMention]:
    found: list[BodyMention | None] = []
    words = table("english", "bodies")
    for match in re.finditer(r"\bcommittee\b", low):
        before = _TOKEN.findall(low[max(0, match.start() - 60) : match.start()])[-5:]
        parts: list[str] = []
        start = match.start()
        for word in reversed(before):
            if word.strip("-") in words:
                parts.append(_stem(words[word.strip("-")]))
                start = low.rfind(word, 0, start)
            elif word != "and":
                break
        fitting = [body for body in bodies if parts and _fits(parts, body)]
        found.append(_mention(fitting, start, match.end(), exact=False))
    for match in _COUNCIL_ENGLISH.finditer(low):
        councils = [body for body in bodies if body.kind == "council"]
        found.append(_mention(councils, match.start(), match.end(), exact=True))
    return [mention for mention in found if mention]


def _without_overlap(found: Sequence[BodyMention]) -> list[BodyMention]:
    kept: list[BodyMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
