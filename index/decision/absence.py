"""Who was not there: the lines of a decision (or a head) that only tell of absence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.parsing.people import find_people
from index.sentences import Span, marker_end

_LABEL = re.compile(
    r"(?:fraværende|fravær|afbud|ikke til ?stede|ikke mødt|ikke deltagende|deltog ikke|"
    r"deltager ikke|forfald|udeblevet|inhabil|fraværende og afbud)"
    r"(?:\s(?:medlemmer|med afbud|uden afbud|i mødet|på mødet|til mødet|ved mødet|under punktet|"
    r"ved punktet|til punktet|under behandlingen|ved sagens behandling|"
    r"i sagens behandling|var|er))?"
    r"(?P<colon>\s*:|\s+fra\b:?|\s+[-–]|(?=\s+[A-ZÆØÅ])|\s*$)\s*",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:(?:var|er|har været|blev)\s(?:ikke\stil\s?stede|fraværende|inhabile?|erklæret inhabil)"
    r"|(?:deltog|deltager|deltog derfor|medvirkede|medvirker)\sikke"
    r"|(?:havde|har)\s(?:meldt\s)?(?:afbud|forfald|lovligt forfald)|meldte\s(?:afbud|forfald)"
    r"|(?:erklærede|erklærer)\ssig\s(?:for\s)?inhabile?|udeblev)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"\b(?:godkend|vedt[oa]g|beslut|tiltr)\w*,? at\b", re.IGNORECASE)
"""What stands before an absence that is itself decided on ("godkendte, at N har forfald")."""
_OTHER_VERB = re.compile(r"\b(?:om|at|spurgte|mente|oplyste|orienterede)\b")
_LONE_PARTY = re.compile(r"\(?(?:[A-ZÆØÅ]{1,2}|UP-?\d?|[Ll]øsgænger)\)?")
_PARTICLES = frozenset("von van de del el al af la da bin ibn".split())  # noqa: SIM905
_REASONS = ("(syg", "(ferie", "(afbud", "(orlov", "(inhabil", "(barsel")
_NOBODY = frozenset({"ingen", "intet", "nej", "-", "–", "/", "."})


def read_absence(text: str, spans: Sequence[Span]) -> tuple[tuple[str, ...], frozenset[Span]]:
    """The names of the absent, as printed, and those of the text's `spans` that tell of them.

    Reads "Afbud: Navn, Navn (X)", a label with its names on the lines below, and sentences
    such as "Navn deltog ikke i behandlingen". Only printed names: "Afbud: Ingen" gives none.
    """
    names: list[str] = []
    told: set[Span] = set()
    listing = False
    for span in spans:
        line = text[span[0] : span[1]]
        label = _LABEL.match(line)
        found: tuple[str, ...] | None = None
        if label:
            found = _listed(line[label.end() :])
            listing = not line[label.end() :].strip()
        elif listing:
            found = _listed(line) or None
            listing = found is not None
        if found is None and not label:
            found = _told(line)
        if found or (label and _says_nobody(line[label.end() :])):
            names.extend(found or ())
            told.add(span)
    return tuple(dict.fromkeys(names)), frozenset(told)


def _says_nobody(rest: str) -> bool:
    bare = rest.strip(" .:").casefold()
    return not bare or bare in _NOBODY or bare.startswith("ingen")


def _told(line: str) -> tuple[str, ...] | None:
    """The people before "deltog ikke", "var fraværende"; None when the line is about more."""
    verb = _TOLD.search(line)
    who = find_people(line[: verb.start()]) if verb else ()
    if not verb or not who or _DECIDES.search(line[: line.find(who[0])]):
        return None
    between = line[line.rfind(who[-1], 0, verb.start()) + len(who[-1]) : verb.start()]
    return who if len(between) < 40 and not _OTHER_VERB.search(between) else None


def _listed(rest: str) -> tuple[str, ...]:
    """Names with commas, semicolons, "og" or lines between; a lone party joins its name."""
    names: list[tuple[int, int]] = []
    for start, end in _parts(rest):
        part = rest[start:end]
        if names and _LONE_PARTY.fullmatch(part) and start - names[-1][1] <= 2:
            names[-1] = (names[-1][0], end)
        elif _is_name(part):
            names.append((start, start + len(_cut(part))))
    return tuple(rest[start:end] for start, end in names if end > start)


def _parts(rest: str) -> Iterator[Span]:
    """The (start, end) of what stands between the separators, markers and dots left out."""
    begin = 0
    for stop in [*re.finditer(r"[;\n\t]|,\s|\sog\s|(?<=\w\w)\.\s|\)\.?\s(?!\()|$", rest)]:
        bracket = stop.group().startswith(")")
        start, end = begin, stop.start() + bracket
        start = marker_end(rest, start + len(rest[start:end]) - len(rest[start:end].lstrip()))
        bare = rest[start:end].strip(" .,:-–\u00a0")
        if bare:
            start += rest[start:end].find(bare)
            yield start, start + len(bare)
        begin = stop.end()


def _is_name(part: str) -> bool:
    words = part.split()
    return bool(words) and part.casefold() not in _NOBODY and part[0].isupper() and len(words) < 9


def _cut(part: str) -> str:
    """The name itself: what follows it in small letters ("under punkt 3") is taken off."""
    end = 0
    for word in re.finditer(r"\S+", part):
        if word.group()[0].islower() and word.group() not in _PARTICLES:
            break
        if word.group() in {"-", "–"} or word.group().startswith(_REASONS):
            break
        end = end if word.group() in _PARTICLES else word.end()
    return part[:end].rstrip(" .,:")
