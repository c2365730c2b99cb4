"""Answers follow a case as the catalogue joins it: a case number is no key.

In one meeting a number stands on two matters; the council's item has no number at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.abstention.signals import signals_of
from rag.ask import ask
from rag.composing.current import is_last, later_treatment, siblings
from rag.evidence import Evidence, gather
from rag.question import understand
from rag.retrieval.case import case_items
from rag.types import Filters, Hit
from tests.rag.conftest import archive_of

LAMPS = (
    "Havnepladsen er mørk om vinteren, og fiskerne snubler over fortøjninger og kasser på vej til "
    "auktionshallen. Der sættes fjorten lave lamper op langs bolværket, og de styres af tusmørket, "
    "så de hverken blænder sejlere eller fuglene på engen bagved. Arbejdet kan udføres på tre uger."
)
TOILET = (
    "Gæstesejlere har i mange år klaget over, at der er langt til det nærmeste toilet, når kiosken "
    "lukker klokken sytten. En bygning af træ med to rum og en brusekabine kan stå ved slæbestedet "
    "og tilsluttes kloakken uden pumpe. Driften løses af havnefogeden sammen med de øvrige opgaver."
)
TUG = (
    "Det gamle hus ved slæbestedet bruges af bådelauget til redskaber, men taget er utæt og gulvet "
    "er råddent efter højvandet i januar. Lauget har selv samlet penge ind til materialer og søger "
    "om lov til at rive huset ned og bygge et nyt og lidt større på den samme plads inden foråret."
)


def minutes(body: str, day: str, *items: tuple[str, str, str, str]) -> str:
    """One body's minutes; an item is (title, case number, text, decision)."""
    head = (
        f"REFERAT {body} d. {day}\n\nMødedato {day} kl. 16:00\n\nMødested Lodshuset, Aaløse Kommune"
    )
    points = [
        "\n\n".join(
            part
            for part in (
                f"Punkt {n}: {title}",
                number,
                "Sagsfremstilling",
                text,
                "Beslutning",
                said,
            )
            if part
        )
        for n, (title, number, text, said) in enumerate(items, 1)
    ]
    return "\n\n".join([head, *points]) + "\n"


MINUTES = {
    "forår.txt": minutes(
        "Havneudvalget",
        "06-03-2024",
        (
            "Havnepladsen - belysning",
            "08.00.00-P20-7-24",
            LAMPS,
            "Anbefales. Rosa Havn erklærede sig inhabil og deltog ikke i sagens behandling.",
        ),
        ("Havnepladsen - toiletbygning", "08.00.00-P20-7-24", TOILET, "Udsat."),
    ),
    "byråd.txt": minutes(
        "Byrådet",
        "20-03-2024",
        (
            "Nye lamper på Havnepladsen",
            "",
            LAMPS,
            "Godkendt. Svend Torsk erklærede sig inhabil og deltog ikke i sagens behandling.",
        ),
        ("Nyt redskabshus ved slæbestedet", "08.00.00-P20-9-24", TUG, "Godkendt."),
    ),
    "sommer.txt": minutes(
        "Havneudvalget",
        "05-06-2024",
        (
            "Havnepladsen - toiletbygning",
            "08.00.00-P20-7-24",
            TOILET,
            "Ikke godkendt. Bent Klit erklærede sig inhabil og deltog ikke i sagens behandling.",
        ),
    ),
}


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("square"), MINUTES)
    assert archive.catalogue.counts()["items"] == 5
    yield archive
    archive.close()


def key_of(archive: Archive, title: str, body: str) -> str:
    found = [c.id for c in archive.snapshot.cards if (c.title, c.body) == (title, body)]
    return found[0]


def evidence(archive: Archive, text: str, *keys: str, **limits: str) -> Evidence:
    question = understand(
        text,
        bodies=archive.bodies,
        municipalities=archive.municipalities,
        first=archive.period[0],
        last=archive.period[1],
        filters=Filters(committee=limits.get("committee")),
    )
    arms = {"dense": 0.9, "lexical": 5.0}
    return gather(
        question, [Hit(key, 1.0 - n / 10, (), arms) for n, key in enumerate(keys)], archive
    )


LAMPS_FIRST = ("Havnepladsen - belysning", "Havneudvalget")
LAMPS_LAST = ("Nye lamper på Havnepladsen", "Byrådet")


def test_the_number_s_other_matter_is_no_later_word_of_the_case(square: Archive) -> None:
    council = key_of(square, *LAMPS_LAST)
    found = evidence(square, "Hvad er status på belysningen af Havnepladsen?", council)
    record = found.records[0]
    assert is_last(record, found, square)
    assert later_treatment(record, found, square) is None


def test_an_item_without_a_number_is_of_the_case_whose_text_it_has(square: Archive) -> None:
    committee, council = key_of(square, *LAMPS_FIRST), key_of(square, *LAMPS_LAST)
    found = evidence(square, "Hvad er status på belysningen af Havnepladsen?", committee)
    assert {one.id for one in siblings(found.records[0], found, square)} == {committee, council}
    later = later_treatment(found.records[0], found, square)
    assert later is not None
    assert later.id == council


def test_a_limit_of_the_question_leaves_the_case_s_other_bodies_out(square: Archive) -> None:
    committee = key_of(square, *LAMPS_FIRST)
    found = evidence(square, "Hvad blev besluttet?", committee, committee="Havneudvalget")
    assert [one.id for one in siblings(found.records[0], found, square)] == [committee]


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("Hvad blev besluttet om belysning på Havnepladsen?", "godkendt"),
        ("Hvad blev besluttet om toiletbygningen på Havnepladsen?", "ikke godkendt"),
    ],
)
def test_each_matter_of_a_number_has_its_own_latest_word(
    square: Archive, question: str, outcome: str
) -> None:
    answer = ask(question, square)
    assert [one.value for one in answer.citations[0].outcomes] == [outcome]


def test_disqualified_members_are_those_of_the_case_and_of_no_other(square: Archive) -> None:
    answer = ask("Hvem var inhabil i sagen om belysning på Havnepladsen?", square)
    told = " ".join(one.quote for one in answer.citations)
    assert ("Rosa Havn" in told, "Svend Torsk" in told) == (True, True)
    assert "Bent Klit" not in told


def test_two_items_of_one_case_agree_whatever_their_titles(square: Archive) -> None:
    committee, council = key_of(square, *LAMPS_FIRST), key_of(square, *LAMPS_LAST)
    shed = key_of(square, "Nyt redskabshus ved slæbestedet", "Byrådet")
    assert case_items(square, committee) == [committee, council]
    for other, agree in ((council, 1.0), (shed, 0.0)):
        hits = [
            Hit(committee, 0.9, (), {"dense": 0.9, "lexical": 1.0}),
            Hit(other, 0.8, (), {"dense": 0.8, "lexical": 5.0}),
        ]
        found = evidence(square, "Hvad koster belysningen?", committee)
        whole = gather(found.question, hits, square)
        assert signals_of(whole.question, whole, square).agree == agree
