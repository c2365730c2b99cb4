"""An item lies within limits alone as it does among all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.archive import Archive
from rag.types import Filters
from rag.within import admits

DAY = date(2024, 3, 6)


@pytest.mark.parametrize("limits", [Filters(date_from=DAY), Filters(date_to=DAY)])
def test_an_item_without_a_date_lies_within_no_period(town: Archive, limits: Filters) -> None:
    card = replace(town.snapshot.cards[0], date=DAY)
    assert admits(limits, card)
    assert not admits(limits, replace(card, date=None))
