"""Where agenda items begin: the numbering is found per document, by its consistency.

No single pattern is right for a hundred municipalities, and every weak one ("3. ...") also
matches lists inside items. So each numbering collects its candidates, each candidate is
weighed by what stands around it (a label or a case number below, the mark-up, a list beside
it), and the heaviest run of rising numbers is the agenda.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.case import find_case_line, is_closed, is_open_mark
from index.lines import Line
from index.types import SectionKind


@dataclass(frozen=True, slots=True)
class Numbering:
    """One way of printing an item's number; `worth` is how seldom it is something else."""

    name: str
    pattern: re.Pattern[str]
    worth: float = 1.0
    spoken: bool = False
    """Whether a word says that it is an item ("Punkt 4")."""


@dataclass(frozen=True, slots=True)
class Start:
    """An item's first line. `title_line` differs from `line` when the number stands alone."""

    line: int
    number: int | None
    label: str
    title_start: int
    title_line: int
    weight: float = 1.0
    supported: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """The starts that one numbering gives, with a score of 0..1 for how well they fit."""

    name: str
    starts: tuple[Start, ...]
    score: float


_NUMBER = r"(?P<n>\d{1,4})(?![\d/]|[.,-]\d)"
_REST = r"(?:\s*[:.)–—-]+\s*|\s+|$)(?P<title>\S.*)?$"
_YEAR = r"(?:(?:19|20)\d\d|\d\d)(?![\d/.-])"
_BREAK = r"(?:\s+|(?=[^\W\d]))"
"""After a bare number's mark: space, or a letter stuck to it ("4.Title"), but no further digit."""


def _spoken(name: str, word: str, worth: float = 1.0, number: str = _NUMBER) -> Numbering:
    pattern = re.compile(rf"(?P<label>(?:{word})\s*{number}){_REST}", re.IGNORECASE)
    return Numbering(name, pattern, worth, True)


def _bare(name: str, label: str, rest: str, worth: float) -> Numbering:
    return Numbering(name, re.compile(rf"(?P<label>{label}){rest}$"), worth)


SPOKEN = (
    _spoken("punkt", r"(?:dagsordens?)?punkt(?:\s+nr\.?)?\s*:?"),
    _spoken("pkt", r"pkt\.?\s*:?"),
    _spoken("sag", r"sag(?:\s*nr\.?)?(?=\s)", 0.97),
    _spoken("nr", r"nr\.?", 0.97),
    _spoken(
        "year", r"sag(?:\s*nr\.?)?|punkt|pkt\.?|nr\.", 0.97, rf"(?P<n>\d{{1,4}})\s?/\s?{_YEAR}"
    ),
    _spoken("subject", r"(?:sags?|punkt|pkt)\.?\s?-?nr\.?\s*:?"),
    _spoken("ad", r"ad\.?\s*(?:pkt\.?|punkt)?", 0.6),
)
_N, _T = r"(?P<n>\d{1,4})", r"(?P<title>\S.*)"
_CAPITAL_TITLE = r"(?P<title>(?:\d{1,2}\.\s\w|[A-ZÆØÅ\"”“(])[^\t]*)"
BARE = (
    _bare("dot", rf"{_N}\s?\\?\.", rf"{_BREAK}(?:(?P=n)\.\s+)?{_T}", 0.95),
    _bare("colon", rf"{_N}\s?:", rf"{_BREAK}{_T}", 0.95),
    _bare("dash", _N, r"\s+[-–]\s+(?P<title>[^\W\d].*)", 0.9),
    _bare("paren", rf"{_N}\)", rf"\s*{_T}", 0.8),
    _bare("space", _N, rf"\s+{_CAPITAL_TITLE}", 0.85),
    _bare("glued", _N, r"(?P<title>[A-ZÆØÅ][a-zæøå][^\t]*)", 0.85),
    _bare("state", rf"(?:[Åå]bent?|[Ll]ukket)\s+{_N}[.:]?", rf"\s+{_T}", 0.97),
    _bare("code", rf"[A-ZÆØÅ]{{2,4}}-{_N}/\d{{2}}(?:-[A-Z])?", rf"[.:]?\s+{_T}", 0.97),
    _bare("roman", r"(?P<n>[IVXL]{1,6})[.)]", rf"\s+{_T}", 0.9),
    _bare("alone", rf"{_N}\.?", r"(?P<title>)", 0.8),
)

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_SUBJECT = re.compile(
    r"(?:emne|overskrift|sagsoverskrift|titel|sagstitel|vedr(?:\.|ørende)?)\s*[:\t]\s*(?=\S)",
    re.IGNORECASE,
)
_NEAR = 4
_CERTAINLY = 0.95
"""The worth of a weak numbering where the document leaves no doubt."""
_CERTAIN = 2.0
"""The weight from which something besides its number says that a candidate is an item."""
_LISTED = 0.5
"""What a list of titles is worth as an agenda."""
_FIRST_KINDS = frozenset(SectionKind) - {SectionKind.ABSENCE, SectionKind.HEAD, SectionKind.TITLE}


def find_agenda(
    lines: Sequence[Line], numberings: Iterable[Numbering], titles: frozenset[str]
) -> Agenda:
    """The best agenda that any of the numberings gives; `titles` are the contents list's."""
    agendas = [_agenda(lines, numbering, titles) for numbering in numberings]
    return max(agendas, key=lambda agenda: agenda.score, default=Agenda("", (), 0.0))


def _agenda(lines: Sequence[Line], numbering: Numbering, titles: frozenset[str]) -> Agenda:
    found = [start for line in lines if (start := _candidate(line, numbering))]
    if numbering.name == "subject":
        found = _with_subjects(lines, found)
    if not found:
        return Agenda(numbering.name, (), 0.0)
    found = _place_titles(lines, found)
    weighed = weigh(lines, found, numbering, titles)
    chain = _drop_strays(_rising(weighed))
    certain = len(chain) > 1 and all(start.weight > _CERTAIN for start in chain)
    if len(chain) * 2 < len(found) and not certain and not expected_items(lines):
        plain = [replace(start, weight=1.0) for start in weighed]
        chain = heaviest_rising(plain)
    if not chain:
        return Agenda(numbering.name, (), 0.0)
    if numbering.name == "ad" and len(chain) > 2 and len(chain) == len(found):
        # Points of a recommendation ("Ad 1") begin anew in every item; items do not.
        numbering = replace(numbering, worth=_CERTAINLY)
    if numbering.name == "alone" and (_all_marked(lines, chain) or _all_told(chain)):
        numbering = replace(numbering, worth=_CERTAINLY)
    found_score = score(lines, chain, numbering)
    if _is_list(lines, chain):
        found_score *= _LISTED
    return Agenda(numbering.name, tuple(chain), found_score)


def _is_list(lines: Sequence[Line], chain: Sequence[Start]) -> bool:
    """Whether the starts stand right under each other with the whole text below the last one: a
    list of what will be treated ("Pkt. 1 ...", "Pkt. 2 ..."), and no agenda's items."""
    together = all(two.line <= one.title_line + 1 for one, two in pairwise(chain))
    rest = len(lines) - chain[-1].title_line - 1
    return len(chain) > 2 and together and rest > 2 * len(chain)


def _all_marked(lines: Sequence[Line], chain: Sequence[Start]) -> bool:
    return all(lines[start.title_line].marked for start in chain)


def _all_told(chain: Sequence[Start]) -> bool:
    """Whether the numbers leave none out and something confirms every one of them."""
    numbers = [start.number or 0 for start in chain]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return len(chain) > 2 and counted and all(start.supported for start in chain)


def _candidate(line: Line, numbering: Numbering) -> Start | None:
    if line.furniture or line.contents or line.kind:
        return None
    match = numbering.pattern.match(line.text)
    if not match:
        return None
    number = int(match["n"]) if match["n"].isdigit() else _roman(match["n"])
    if number == 0 or (1900 <= number <= 2100 and not numbering.spoken):
        return None
    title_start = line.start + (match.start("title") if match["title"] else len(line.text))
    return Start(line.index, number, match["label"].strip(), title_start, line.index)


def _roman(letters: str) -> int:
    """The number that Roman letters write, 0 when they write none ("IIX")."""
    values = [_ROMAN[letter] for letter in letters.upper()]
    total = sum(
        -one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True)
    )
    return total if values == _letters_of(total) else 0


def _letters_of(number: int) -> list[int]:
    """The values of the Roman letters of a number below 90."""
    found: list[int] = []
    for value, letters in (
        (50, [50]),
        (40, [10, 50]),
        (10, [10]),
        (9, [1, 10]),
        (5, [5]),
        (4, [1, 5]),
        (1, [1]),
    ):
        while number >= value:
            found += letters
            number -= value
    return found


def _place_titles(lines: Sequence[Line], found: list[Start]) -> list[Start]:
    """Numbers that stand alone take their title from the line below, or above when the
    document puts the number under its title (Rødovre: title, then "Sag nr. 129")."""
    alone = [s for s in found if s.title_start >= lines[s.line].end]
    if not alone:
        return found
    subjects = _with_subjects(lines, alone)
    if len(subjects) * 2 > len(alone):
        named = {start.line: start for start in subjects}
        return [named.get(start.line, start) for start in found]
    below = sum(1 for s in alone if is_title(lines, _past_marks(lines, s.line + 1)))
    above = sum(1 for s in alone if is_title(lines, s.line - 1))
    step = 1 if below * 2 >= len(alone) or below >= above else -1
    placed = []
    for start in found:
        row = _past_marks(lines, start.line + 1) if step > 0 else start.line - 1
        placed_by_now = start.title_line != start.line
        if placed_by_now:
            pass
        elif start.title_start >= lines[start.line].end and is_title(lines, row):
            start = replace(start, title_line=row, title_start=lines[row].start)
        placed.append(start)
    return placed


def _past_marks(lines: Sequence[Line], row: int) -> int:
    """The row at or after `row` that neither says that an item is open nor holds its case."""
    for at in range(row, min(row + 2, len(lines))):
        if not (is_open_mark(lines[at].text) or find_case_line(lines[at].text)):
            return at
    return row


def _with_subjects(lines: Sequence[Line], found: list[Start]) -> list[Start]:
    """The numbers of a form whose next line is its subject ("Sagsnr.: 211", "Emne: Budget")."""
    kept = []
    for start in found:
        row = start.line + 1
        subject = _SUBJECT.match(lines[row].text) if row < len(lines) else None
        if subject and start.title_start >= lines[start.line].end:
            at = lines[row].start + subject.end()
            kept.append(replace(start, title_line=row, title_start=at))
    return kept


def is_title(lines: Sequence[Line], row: int) -> bool:
    """Whether the line at `row` could be an item's title."""
    if not 0 <= row < len(lines):
        return False
    line = lines[row]
    if line.kind or line.furniture or line.contents or line.bullet or "\t" in line.text:
        return False
    return (
        find_case_line(line.text) is None
        and not is_open_mark(line.text)
        and len(line.text) < 250
        and not (line.text.endswith((".", ";", ",")) and len(line.text) > 60)
    )


def weigh(
    lines: Sequence[Line], found: list[Start], numbering: Numbering, titles: frozenset[str]
) -> list[Start]:
    """The candidates with their weights, and whether something below (or above) confirms them."""
    rows = {start.line: start for start in found}
    again = _told_again(lines, found)
    gaps = sum(1 for start in found if lines[start.line].gap) * 2 > len(found)
    above = _cases_above(lines, found)
    weighed = []
    for start in found:
        support = _support(lines, start, rows, above)
        weight = 1.0 + support + _form(lines, start, numbering, titles, gaps)
        weight += 1.5 if start.line in again else 0.0
        closed = support and is_closed(lines[start.title_line].text)
        if not (numbering.spoken or closed or start.line in again):
            weight -= _listing(lines, start, rows)
        weighed.append(replace(start, weight=weight, supported=support > 0))
    return weighed


def _told_again(lines: Sequence[Line], found: list[Start]) -> frozenset[int]:
    """The lines of the candidates whose number and title stood in a list further up."""
    seen: dict[tuple[int | None, str], int] = {}
    again: set[int] = set()
    for start in found:
        line = lines[start.title_line]
        key = (start.number, title_key(line.text[start.title_start - line.start :]))
        if len(key[1]) > 2 and key in seen:
            again.add(start.line)
        seen[key] = start.line
    return frozenset(again)


def _cases_above(lines: Sequence[Line], found: list[Start]) -> bool:
    """Whether this document prints the case number before the item's number."""
    above = sum(1 for s in found if s.line and find_case_line(lines[s.line - 1].text))
    below = sum(
        1
        for s in found
        if s.title_line + 1 < len(lines) and find_case_line(lines[s.title_line + 1].text)
    )
    return above > below


def _support(lines: Sequence[Line], start: Start, rows: dict[int, Start], above: bool) -> float:
    """What confirms an item: a label or a case number close below (or a case close above)."""
    if above and start.line and find_case_line(lines[start.line - 1].text):
        return 3.0
    title = lines[start.title_line].text
    if is_closed(title[start.title_start - lines[start.title_line].start :]):
        return 2.5
    seen = 0
    below = start.title_line + 1
    for line in lines[below : below + _NEAR * 2]:
        if line.furniture:
            continue
        if line.index in rows and line.text != title:
            return 0.0
        if (line.kind in _FIRST_KINDS) or find_case_line(line.text) or is_open_mark(line.text):
            return 3.0 - 0.4 * seen
        seen += 1
        if seen > _NEAR - 1 or len(line.text) > 160:
            return 0.0
    return 0.0


def _form(
    lines: Sequence[Line], start: Start, numbering: Numbering, titles: frozenset[str], gaps: bool
) -> float:
    line = lines[start.title_line]
    title = line.text[start.title_start - line.start :]
    weight = 1.5 if line.marked or lines[start.line].marked else 0.0
    if titles and title_key(title) in titles:
        weight += 1.5
    if gaps and not lines[start.line].gap:
        weight -= 0.6
    if len(title) > 250:
        weight -= 2.0
    if title.endswith((".", ";", ",")) and len(title) > 90:
        weight -= 1.0
    if title[:1].islower() and not numbering.spoken:
        weight -= 1.2
    if title[:3].casefold() in ("at ", "at\t") and not numbering.spoken:
        weight -= 1.8
    if "\t" in title:
        weight -= 1.5
    return weight


def _listing(lines: Sequence[Line], start: Start, rows: dict[int, Start]) -> float:
    """How much a candidate looks like an entry of a list: its neighbours count with it."""
    if lines[start.line].marked:
        return 0.0
    assert start.number is not None
    for row, step in ((start.line - 1, -1), (start.title_line + 1, 1)):
        near = rows.get(row)
        if not near or near.number != start.number + step or lines[row].marked:
            continue
        parted = step < 0 and (
            (lines[start.line].gap and not lines[row].gap)
            or (lines[start.line].gap and is_closed(lines[row].text))
        )
        if not (parted or (step > 0 and _heads_a_part(lines, near, rows))):
            return 2.6
    return 0.0


def _heads_a_part(lines: Sequence[Line], start: Start, rows: dict[int, Start]) -> bool:
    """Whether a label or a case number stands right below, so that no list goes on there."""
    below = start.title_line + 1
    if below >= len(lines) or below in rows:
        return False
    return bool(lines[below].kind in _FIRST_KINDS or find_case_line(lines[below].text))


def title_key(title: str) -> str:
    """What two printings of one title have in common (contents lists cut titles short)."""
    return re.sub(r"[\W_]+", "", title.casefold())[:22]


def _rising(found: list[Start]) -> list[Start]:
    return heaviest_rising([start for start in found if start.weight > 0])


def heaviest_rising(found: list[Start]) -> list[Start]:
    """The run of strictly rising numbers with the greatest weight, later ones preferred.

    A Fenwick tree over the numbers keeps it at n log n.
    """
    ranks = {n: i + 1 for i, n in enumerate(sorted({s.number or 0 for s in found}))}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before = [-1] * len(found)
    total = [0.0] * len(found)
    for at, start in enumerate(found):
        rank = ranks[start.number or 0]
        best, row = (0.0, -1), rank - 1
        while row > 0:
            best = max(best, tree[row])
            row -= row & -row
        total[at], before[at] = best[0] + start.weight, best[1]
        row = rank
        while row < len(tree):
            tree[row] = max(tree[row], (total[at], at))
            row += row & -row
    chain, at = [], max(range(len(found)), key=lambda i: (total[i], i), default=-1)
    while at >= 0:
        chain.append(found[at])
        at = before[at]
    return chain[::-1]


def _drop_strays(chain: list[Start]) -> list[Start]:
    """Without the candidates that nothing confirms where most others are confirmed."""
    confirmed = sum(1 for start in chain if start.supported)
    if confirmed * 5 < len(chain) * 3 or confirmed < 2:
        return chain
    numbers = {start.number for start in chain if start.supported}
    kept: list[Start] = []
    for start in chain:
        number = start.number or 0
        joined = (number - 1 in numbers) or (number + 1 in numbers)
        if start.supported or (joined and start.weight >= 0.9) or start.weight >= 2.0:
            kept.append(start)
            numbers.add(number)
    return kept


def expected_items(lines: Sequence[Line]) -> int:
    """How many items the case numbers or the labels speak of (0 when there are neither).

    A label counts again only when another one stood between: a motion quoted in an item
    repeats "Indstilling" many times over. A decision's counts always.
    """
    kinds: Counter[str] = Counter()
    cases, last = 0, ""
    for line in lines:
        if line.kind in _FIRST_KINDS:
            key = line.text.casefold().strip(" :*")
            kinds[key] += key != last or line.kind is SectionKind.DECISION
            last = key
        elif find_case_line(line.text):
            cases += 1
    return cases if cases >= 3 else max(cases, max(kinds.values(), default=0))


def score(lines: Sequence[Line], chain: list[Start], numbering: Numbering) -> float:
    """How well a run of starts fits the document, 0..1."""
    expected = expected_items(lines)
    share = sum(1 for start in chain if start.supported) / len(chain)
    heavy = sum(min(start.weight, 4.0) for start in chain) / (4.0 * len(chain))
    coverage = min(1.0, len(chain) / expected) if expected else min(1.0, len(chain) / 3)
    if numbering.spoken and numbering.worth > 0.9:
        share, heavy = max(share, 0.8), max(heavy, 0.8)
    return numbering.worth * coverage * (0.3 + 0.4 * share + 0.3 * heavy)


def numbers_of_one(lines: Sequence[Line]) -> list[Start]:
    """The items of a list that is numbered 1. throughout (as some HTML lists come out)."""
    dot = BARE[0]
    found = [start for line in lines if (start := _candidate(line, dot))]
    weighed = weigh(lines, found, dot, frozenset())
    return [
        replace(start, number=None)
        for start in weighed
        if start.number == 1 and start.supported and start.weight > 1.0
    ]
