"""Danish text -> the spans of its sentences, for quoting: a span is copied, never rewritten."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

Span = tuple[int, int]

_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zæøå]*"
_BULLETS = "-–—•·*▪■◦‣●○➢✓\u0335\uf0b7\uf0a7\uf02d"
_MARKER = re.compile(
    rf"""(?: (?:[{re.escape(_BULLETS)}]|(?-i:o))(?=\s|$)         # - text; "O" is a party
      | [•▪■◦‣●➢\u0335\uf0b7\uf0a7]                             # •text
      | ad[ ]?\.?[ ]?(?:p(?:un)?kt\.?[ ]?)?\d{{1,2}}[a-z]?\b[.):]*   # Ad 1. text
      | at[ ]\d{{1,2}}[a-z]?[.):]                                # At 1: text
      | (?:\#{{1,6}}[ ])?\*{{0,3}}\(?\d{{1,3}}(?-i:\.?[a-zæøå])?[.)](?:\d{{1,2}}[.)]){{0,3}}
        (?:\d{{1,2}})?
        (?:\s?(?:-|–|og|\+|,)\s?\d{{1,3}}[.)]){{0,6}}:?
        (?=\s|$|(?-i:[A-ZÆØÅ][a-zæøå]))(?!\s*{_MONTH}\b)   # 1. 1.-3. 2.1
      | (?-i:\(?[a-zæøå]\))(?=\s|$)                              # a) text, but not (A)
      | [ivx]{{1,5}}\)(?=\s|$) )""",
    re.VERBOSE | re.IGNORECASE,
)
_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_INLINE_BULLET = re.compile(r"(?<=\s)[•▪\uf0b7](?=\s)")
_QUOTED = re.compile(
    r"\"[^\"\n]{12,}\"|”[^”\n]{12,}”|“[^“”\n]{12,}[”“]|»[^»«\n]{12,}«|„[^„“”\n]{12,}[“”]"
)
_BRACKETED = re.compile(r"\(\d{1,3}\)")
"""A point's number, or in a line that had to be broken the size of a group: "F (2)"."""
_YEARS_OWN = re.compile(r"\d{1,4}-[a-zæøå]{2}")
"""A word that begins with a figure ("2024-prisen", "12-årige") begins no sentence of its own."""
_COUNTED = re.compile(r"\d[\d.,]*(?: ?%| (?:kr|mio|mia|pct)\b| [a-zæøå]{2,})")
"""A figure with what it counts, at the beginning of a line."""
RUNNING = 40
"""Letters of a line that stops for want of room and not because it is a row of its own."""
_FOOT = re.compile(r"\bside:? \d{1,4} ?(?:af|ud af|/) ?\d{1,4}$", re.IGNORECASE)
_STOP = re.compile(r"[.!?…]+[)\]\"”’»'*_]{0,3}")
_WORD_AFTER = re.compile(r"\s*[\"”“»«'(\[*_]{0,3}(\w*)")

NARROW, WIDE = 60, 130
"""Letters of the longest line of a text that is broken to fit a page."""
FULL = 0.9
FEWEST_FULL = 3
"""Lines of at least this share of the longest that such a text must have."""
FEWEST_OF_PROSE = 2
"""The same where the next line holds the end of a sentence: no list of titles does."""
BEGUN = 4
"""Words of a sentence that is begun on a line, so that it must go on below."""
LABEL = 30
"""Letters at a line's beginning that may be a label, up to its colon."""

_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}


def split_sentences(text: str) -> list[Span]:
    """The (start, end) of every sentence, in order.

    Spans never overlap, hold all that is not whitespace and neither begin nor end with
    whitespace. A bullet or a numbered point begins a span and keeps its marker; a line
    with a tab (a row of a table) and a page's foot are one span each; a blank line always
    ends a sentence, a single newline only where the next line does not read on. Linear in
    the text.
    """
    spans: list[Span] = []
    for start, end, row in _blocks(text):
        if row:
            spans.append((start, end))
        else:
            spans.extend(_sentences(text, start, end))
    return spans


def marker_end(text: str, start: int = 0) -> int:
    """Where the bullet or number that stands at `start` ends; `start` when there is none."""
    found = _MARKER.match(text, start)
    return found.end() if found else start


def blank_quotes(text: str) -> str:
    """The text, every character in its place, with spaces for what stands in quotation marks.

    A quotation is at least twelve characters on one line: what somebody says, not a title.
    """
    return _QUOTED.sub(lambda quote: quote[0][0] + " " * (len(quote[0]) - 2) + quote[0][-1], text)


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, stands alone) of every run of lines that may be read as one; a table's row and
    a page's foot stand alone."""
    start = end = -1
    row = False
    listed, prose = width_of(text), width_of(text, FEWEST_OF_PROSE)
    for a, b in _stripped_lines(text):
        alone = "\t" in text[a:b] or _FOOT.search(text, a, b) is not None
        width = prose if _STOP.search(text, a, b) else listed
        if start >= 0 and not row and not alone and _reads_on(text, start, end, a, b, width):
            end = b
            continue
        if start >= 0:
            yield start, end, row
        start, end, row = a, b, alone
    if start >= 0:
        yield start, end, row


def _stripped_lines(text: str) -> Iterator[Span]:
    for line in _LINE.finditer(text):
        bare = line.group().strip()
        if bare:
            a = line.start() + len(line.group()) - len(line.group().lstrip())
            yield a, a + len(bare)


def width_of(text: str, fewest: int = FEWEST_FULL) -> int:
    """Where the text's lines are broken to fit a page, in letters; 0 when they are not: fewer than
    `fewest` of them are full."""
    lengths = [b - a for a, b in _stripped_lines(text)]
    longest = max(lengths, default=0)
    full = sum(length >= FULL * longest for length in lengths)
    return longest if full >= fewest and NARROW <= longest <= WIDE else 0


def _reads_on(text: str, start: int, end: int, a: int, b: int, width: int) -> bool:
    """Whether the line a-b continues the block start-end, in a text whose lines are so wide."""
    breaks = sum(1 for _ in _BREAK.finditer(text, end, a))
    if breaks > 1:
        return False
    if marker_end(text, start) == end:  # the marker stands alone on its line
        return not _MARKER.match(text, a)
    last_line = text[max(start, end - 200) : end]
    word = _last_word(last_line)
    dated = re.match(rf"\d{{1,2}}\.?\s+{_MONTH}\b", text[a : a + 20], re.IGNORECASE)
    counted = _BRACKETED.match(text, a) and width and _had_to_break(text, end, a, b, width)
    if (_MARKER.match(text, a) and not dated and not counted) or last_line[-1] in ":;!?":
        return False
    if text[a : a + 3] == "at " and last_line[-1] != ",":
        return text[start : start + 3].casefold() != "at " and last_line[-1].isalpha()
    if last_line[-1] in ".…":
        return text[a].islower() and _is_short(word.rstrip("."))
    if text[a].islower() or last_line[-1] in ",-–(/" or word in _WORDS["joiners"]:
        return True
    if _YEARS_OWN.match(text, a) and last_line[-1].islower():
        return True
    if _COUNTED.match(text, a, b) and last_line[-1].islower() and end - start >= RUNNING:
        return True
    if _breaks_off(text, start, end) and not _labelled(text, a, b):
        return True
    return width > 0 and _had_to_break(text, end, a, b, width)


def _breaks_off(text: str, start: int, end: int) -> bool:
    """Whether the line before is prose that stops in the middle of a sentence: it holds the end of
    one, and some words of the next ("... er valgt. Fritagelsen blev bevilget, og Ulrik")."""
    at = text.rfind("\n", 0, end) + 1
    line = text[max(at, start) : end]
    if len(line) < NARROW or "  " in line or not line[-1].isalpha():
        return False
    stops = (s for s in _STOP.finditer(line) if s.end() < len(line) and s.start())
    closed = [s.end() for s in stops if _closes(line, 0, s, len(line))]
    begun = line[closed[-1] :] if closed else ""
    return len(begun.split()) >= BEGUN and ":" not in begun


def _labelled(text: str, a: int, b: int) -> bool:
    return ":" in text[a : min(b, a + LABEL)]


def _had_to_break(text: str, end: int, a: int, b: int, width: int) -> bool:
    """Whether the line before ended where it did because the next word had no room on it."""
    line = text[text.rfind("\n", 0, end) + 1 : end].strip()
    first = text[a:b].split(None, 1)[0]
    room = width - len(line) - 1
    return not _labelled(text, a, b) and len(first) > room and line[-1].isalnum()


def _last_word(line: str) -> str:
    return line.rsplit(None, 1)[-1].casefold() if line.strip() else ""


def _is_short(word: str) -> bool:
    return word in _WORDS["never_last"] or word in _WORDS["may_be_last"] or word.isdigit()


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of one block."""
    cuts = sorted({*_stops(text, start, end), *_bullets(text, start, end), end})
    for cut in cuts:
        a, b = start, cut
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            yield a, b
        start = cut


def _bullets(text: str, start: int, end: int) -> Iterator[int]:
    return (found.start() for found in _INLINE_BULLET.finditer(text, start, end))


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence ends inside the block, the block's own end left out."""
    begin = start
    for stop in _STOP.finditer(text, marker_end(text, start), end):
        if stop.end() < end and _closes(text, begin, stop, end):
            yield stop.end()
            begin = stop.end()


def _closes(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    after = _WORD_AFTER.match(text, stop.end(), min(end, stop.end() + 60))
    word = after.group(1) if after else ""
    if not text[stop.end()].isspace():
        return _is_glued(text, begin, stop, word)
    first = word[:1] or text[stop.end() :].lstrip()[:1]
    if first.islower() or (not word and first in ",;:)-–"):
        return False
    if stop.group()[0] != "." or len(stop.group().rstrip(")]\"”’»'*_")) > 1:
        return True
    return _full_stop(text, begin, stop.start(), word)


def _is_glued(text: str, begin: int, stop: re.Match[str], word: str) -> bool:
    """Two sentences without a space between them ("Godkendt.Fraværende"), not an address."""
    if stop.group() != "." or len(word) < 3 or not (word[0].isupper() and word[1].islower()):
        return False
    before = re.search(r"[^\W\d_]{4,}$", text[max(begin, stop.start() - 20) : stop.start()])
    around = text[max(begin, stop.start() - 60) : stop.start()].rsplit(None, 1)[-1:]
    around += text[stop.end() : stop.end() + 60].split(None, 1)[:1]
    address = any(sign in part for part in around for sign in ("@", "/", "www."))
    return before is not None and before.group()[-1].islower() and not address


def _full_stop(text: str, begin: int, dot: int, after: str) -> bool:
    """Whether the dot at `dot`, with a word or number `after` it, ends a sentence."""
    words = text[max(begin, dot - 60) : dot].split()
    token = words[-1].lstrip('(["”“»*_').casefold() if words else ""
    previous = words[-2].casefold().rstrip(".,") if len(words) > 1 else ""
    if token.isdigit():
        return _after_number(token, previous, after, text[dot + 1 : dot + 40])
    if len(token) == 1 and token.isalpha() and words[-1][-1].isupper():
        return _after_letter(previous, words)
    if words and re.fullmatch(r"(?:[A-ZÆØÅ]\.){1,3}[A-ZÆØÅ]", words[-1]):
        return False
    if token in _WORDS["never_last"]:
        return False
    if token in _WORDS["may_be_last"]:
        return not after[:1].isdigit() and after.casefold() not in {"kr", "mio", "mia"}
    return True


def _after_number(number: str, previous: str, after: str, rest: str) -> bool:
    """A number and a dot: an ordinal ("den 3. December"), or the end ("punkt 14. Det ...")."""
    if not previous or len(number) > 3:
        return bool(previous)
    if after[:1].isdigit():
        follows = re.match(r"\s*\d+\s+([a-zæøå]{3,})", rest)
        return follows is not None and not re.match(_MONTH, follows.group(1))
    if re.fullmatch(_MONTH, after, re.IGNORECASE) or after.casefold() in _WORDS["ordinal_heads"]:
        return False
    return previous not in {"den", "d", "ad", "at"}


def _after_letter(previous: str, words: list[str]) -> bool:
    """A capital and a dot: an initial ("J. Hansen"), or a party or a model that ends it."""
    if previous in {"og", "eller", "samt"} and len(words) > 2:
        return len(words[-3].strip(",.()")) == 1
    return previous in _WORDS["lettered"] or (len(previous) == 1 and words[-2].endswith(","))
