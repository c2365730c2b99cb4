"""What is told beside the facts: what was decided when that is asked too, and no reasons too many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Vandskade i badehotellet

09.00.00-P20-1-24

Sagsfremstilling

Vandskaden i badehotellet koster 3,1 mio. kr. at udbedre, for gulvene skal brydes op og tørres.
Badehotellet er fra 1904. Ejeren har to gange skiftet rør, og gæsterne flyttes til kroen imens.

Indstilling

Kystcentret indstiller, at vandskaden ikke udbedres.

Beslutning

Godkendt.

Punkt 2: Dispensation til lysmast på Klitvej

09.00.00-P20-2-24

Sagsfremstilling

En nabo på Klitvej har klaget over lysmasten. Ejeren vil have erstatning, hvis der gives afslag på lysmasten.

Beslutning

Sagen om lysmasten udsættes, da målingerne ikke er færdige.

Punkt 3: Ny vej til færgen

09.00.00-P20-3-24

Sagsfremstilling

Vejen til færgen bliver 800 meter lang.

Beslutning

Ældrerådet bemærker, at vejen til færgen bør have bænke for de gående, og at der bør være lys på vejen.
Forvaltningen fortalte på mødet om de prøver, som geologerne har taget af jorden ved havnen, og om de rør og kabler, der ligger under marken fra tiden før krigen, og som skal graves op først.
Udvalget godkendte vejen til færgen.

Punkt 4: Priser på tørring af håndklæder

09.00.00-P20-4-24

Sagsfremstilling

Tørringen er blevet dyrere.

Håndklæde\tPris i dag\tForslag
Stort\t31 kr.\t36 kr.
Lille\t12 kr.\t19 kr.

Beslutning

Udvalget anbefaler priserne, dog med 15 kr. for små håndklæder.

Punkt 5: Kioskvogn på dæmningen

09.00.00-P20-5-24

Sagsfremstilling

Kioskvognen på dæmningen har en årlig omsætning på 310.000 kr., og kioskvognen på dæmningen har en årlig udgift til strøm på 9.200 kr.
Kioskvognen på dæmningen får en årlig gennemgang til 4.100 kr. af dem, der ser til komfurer.
Kioskvognen på dæmningen lejes i fire år af vognmanden, der har den på havnen om vinteren, for en årlig leje på 38.500 kr.

Beslutning

Ikke godkendt. Fem medlemmer fandt, at dæmningen er for smal til en vogn, og at der allerede er to steder at købe is ved stranden. To medlemmer fandt, at de mange badegæster har brug for et sted mere, og at lejen kunne gå til bedre toiletter ved stranden. Formanden begærede sagen indbragt for byrådet.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("hotel"), MINUTES)
    yield archive
    archive.close()


def test_what_it_costs_and_what_was_decided_are_both_told(beach: Archive) -> None:
    told = ask("Hvad koster vandskaden i badehotellet, og hvad besluttede udvalget?", beach).text
    assert "3,1 mio. kr." in told
    assert "6. marts 2024: »Godkendt.«" in told or "Indstillingen var selv et nej" in told


def test_where_the_decision_gives_its_reason_no_others_are_told(beach: Archive) -> None:
    told = ask("Hvorfor blev sagen om lysmasten på Klitvej udsat?", beach).text
    assert "da målingerne ikke er færdige" in told
    assert "klaget" not in told


def test_what_was_decided_stands_before_what_a_council_said_of_it(beach: Archive) -> None:
    told = ask("Hvad besluttede udvalget om bænke på vejen til færgen?", beach).text
    assert told.index("»Udvalget godkendte vejen") < told.index("»Ældrerådet bemærker")


def test_beside_a_table_of_what_is_proposed_stands_what_was_decided_otherwise(
    beach: Archive,
) -> None:
    told = ask("Hvad er prisen for tørring af et lille håndklæde?", beach).text
    assert "»Lille | 12 kr. | 19 kr.«" in told
    assert "dog med 15 kr. for små håndklæder" in told


def test_a_refusal_leaves_room_for_the_figure_that_is_asked_for(beach: Archive) -> None:
    told = ask("Hvad er den årlige leje af kioskvognen på dæmningen?", beach).text
    assert "»Ikke godkendt.«" in told
    assert "for en årlig leje på 38.500 kr." in told
