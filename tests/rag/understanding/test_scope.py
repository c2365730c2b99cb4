"""What is only polite is taken off a question, and nothing that is asked goes with it."""

from __future__ import annotations

import pytest

from rag.understanding.scope import strip_filler

ASKED = "Hvad koster saunaen på molen?"


@pytest.mark.parametrize(
    "text",
    [
        f"Hej, kan du hjælpe mig? {ASKED} På forhånd tak!",
        f"Jeg har kigget i referaterne uden held. {ASKED} Håber I kan hjælpe.",
        f"Undskyld ulejligheden, men {ASKED}",
        f"Må jeg lige spørge dig om {ASKED}",
        f"Vi ville egentlig bare gerne høre, {ASKED}",
        f"Det er måske et dumt spørgsmål, men {ASKED} Hav en god dag!",
        f"Hi there, I hope you can help me. {ASKED} Thanks a lot!",
    ],
)
def test_the_question_is_left(text: str) -> None:
    assert strip_filler(text).rstrip("?!") == ASKED.rstrip("?")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jeg søger hjælp til min mor. Hvad koster madservice?", "min mor"),
        ("Saunaen. Og om aftenen?", "aftenen"),
        ("Min datter leder efter en lejlighed. Bygges der nyt på havnen?", "lejlighed"),
        ("Hvad koster saunaen? Er den ny?", "ny"),
        ("Kan du hjælpe mig med et svar? Tak for hjælpen.", "svar"),
    ],
)
def test_what_tells_something_stays(text: str, told: str) -> None:
    assert told in strip_filler(text)
