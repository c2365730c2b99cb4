"""A motion is quoted with what became of it, and the one that was carried before one that fell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.composing.decide import main_decision
from rag.composing.decision_text import content, motions
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Byrådet d. 03-03-2025

Mødedato Mandag d. 3. marts 2025 kl. 18:00

Punkt 1: Havnebad ved Sydmolen

Indstilling

Havneforvaltningen indstiller,
1. at der bygges et havnebad.

Beslutning

Svend Torsk (C) stillede ændringsforslag om at opgive havnebadet og bruge pengene på en ny kran. For stemte 9: V, C og O. Imod stemte 12: A, F, B og Ø. Ændringsforslaget faldt.
Bodil Krabbe (B) stillede ændringsforslag om, at belysningen på havnebadet udgår, så det kan holdes inden for rammen. For stemte 11: B, A og F. Imod stemte 10. Ændringsforslaget blev vedtaget.
Aaløse Kommune · Byrådet      Side 3 af 9
Indstillingen blev derefter godkendt med ændringen.
Arbejdet ventes at begynde i februar, så badet kan tages i brug til sommer.

Punkt 2: Sauna på Nordmolen

Beslutning

For stemte 8: A og F, der mener, at saunaen på Nordmolen vil give gæster om vinteren og liv på kajen. Imod stemte 7: V og C. Forslaget er dermed vedtaget. Havnefogeden skal inden maj lægge en plan frem for rengøring, nøgler, brænde og åbningstid på Nordmolen og tale med vinterbaderne om, hvem der fyrer op om morgenen i weekenden.

Punkt 3: Lys på Vestkajen

Beslutning

Et flertal anbefaler lyset. Svend Torsk (C) anbefaler det ikke og har denne begrundelse:
"Fuglene på Vestkajen skal have ro til at sove."
"""


@pytest.fixture(scope="module")
def bath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("bad"), MINUTES)
    yield archive
    archive.close()


def test_a_motion_and_what_became_of_it_are_one(bath: Archive) -> None:
    card = next(card for card in bath.snapshot.cards if card.number == 1)
    record = bath.items([card.id])[0]
    decision = main_decision(record)
    assert decision
    groups = motions(record, content(decision))
    told = [(record.text[g[0][0] :].split()[0], len(g)) for g in groups]
    assert told == [("Svend", 4), ("Bodil", 4), ("Indstillingen", 1), ("Arbejdet", 1)]


def test_what_somebody_says_is_one_with_the_words_that_lead_it_in(bath: Archive) -> None:
    card = next(card for card in bath.snapshot.cards if card.number == 3)
    record = bath.items([card.id])[0]
    decision = main_decision(record)
    assert decision
    assert [len(group) for group in motions(record, content(decision))] == [1, 2]


def test_what_was_carried_is_quoted_with_what_it_was_and_no_foot_of_a_page(bath: Archive) -> None:
    answer = ask("Hvad blev besluttet om havnebadet?", bath)
    assert "belysningen på havnebadet udgår" in answer.text
    assert "Ændringsforslaget blev vedtaget" in answer.text
    assert "Indstillingen blev derefter godkendt med ændringen" in answer.text
    assert "opgive havnebadet" not in answer.text
    assert "Side 3" not in answer.text


def test_a_vote_s_other_side_stands_beside_the_one_that_is_quoted(bath: Archive) -> None:
    told = ask("Kommer der en sauna på Nordmolen?", bath).text
    assert "For stemte 8" in told
    assert "Imod stemte 7" in told
