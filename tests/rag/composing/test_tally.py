"""A vote is told whole: no party that voted is left out, whatever reasons stand between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Byrådet d. 03-03-2025

Mødedato Mandag d. 3. marts 2025 kl. 18:00

Punkt 1: Besparelser på havnedriften

Indstilling

Havneforvaltningen indstiller,
1. at driften af havnen nedsættes med 2 mio. kr.

Beslutning

Med stemmerne 14 for og 5 imod godkendte byrådet indstillingen.
For stemte (V), (C) og (A).
Imod stemte:
(Ø) med bemærkning om, at Enhedslisten ikke er med i budgetforliget og i mange år har lagt et andet budget frem, hvor der var råd til både kran, mole, havnefoged og en ny slæbebro til de mindre både i den gamle inderhavn.
(F) idet partiet ønsker, at havnefogeden bliver, og at der laves en plan for de næste fire år, før man tager stilling til driften af de enkelte kajer.
Partiet har fremlagt sit eget budget.

Punkt 2: Ny kran

Indstilling

Havneforvaltningen indstiller,
1. at der købes en kran.

Beslutning

Indstillingen blev godkendt. Svend Torsk (C) undlod at stemme. Imod stemte Bodil Krabbe (B), Jens Laks
(O) og Eva Sild (L).

Punkt 3: Nyt bådehus

Indstilling

Havneforvaltningen indstiller,
1. at bådehuset bygges.

Beslutning

Udvalgets formand foreslog at udsætte bådehuset. Forslaget faldt med 6 stemmer for og 13 imod. Bådehuset blev derefter godkendt. For stemte (A), (B), (C) og (V) med den bemærkning, at bådehuset skal males rødt ligesom det gamle, der brændte i 2019. Imod stemte (O) og (F).

Punkt 4: Nye bænke

Beslutning

Godkendt med 5 stemmer. Inger Makrel (C) stemte imod, da bænkene er for dyre.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("havn"), MINUTES)
    yield archive
    archive.close()


def test_no_voter_is_left_out_for_another_s_reasons(harbour: Archive) -> None:
    told = ask("Hvem stemte imod besparelserne på havnedriften?", harbour).text
    assert all(part in told for part in ("Imod stemte", "(Ø)", "(F)"))
    assert not any(part in told for part in ("eget budget", "slæbebro"))


def test_why_a_party_voted_so_is_told_in_its_own_words(harbour: Archive) -> None:
    told = ask("Hvorfor stemte Enhedslisten imod besparelserne på havnedriften?", harbour).text
    assert "ikke er med i budgetforliget" in told


def test_a_list_of_voters_that_a_line_s_end_cuts_is_told_whole(harbour: Archive) -> None:
    told = ask("Hvem stemte imod den nye kran?", harbour).text
    assert all(name in told for name in ("Bodil Krabbe", "Jens Laks", "Eva Sild"))


def test_the_motion_that_was_voted_on_stands_before_its_vote(harbour: Archive) -> None:
    told = ask("Hvor mange stemte for at udsætte bådehuset?", harbour).text
    assert "foreslog at udsætte bådehuset. Forslaget faldt med 6 stemmer" in told


def test_how_many_voted_for_is_told_where_only_the_others_are_named(harbour: Archive) -> None:
    assert "5 stemmer" in ask("Hvor mange stemmer var der for bænkene?", harbour).text
