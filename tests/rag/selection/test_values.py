"""A sentence holds the kind of value that is asked for, or only something that looks like it."""

from __future__ import annotations

import pytest

from rag.selection.values import holds
from rag.types import Intent


@pytest.mark.parametrize(
    "text", ["Havnen har 12 pladser", "Havnebåd\t§ 9\t51", "1.302 både", "Der er tre broer", "51 %"]
)
def test_a_number_of_things_is_a_count(text: str) -> None:
    assert holds(Intent.COUNT, text)


@pytest.mark.parametrize(
    "text", ["jf. § 71, stk. 4", "Kan bruges af gæster\t§ 9", "den 3. maj kl. 14.00", "bilag nr. 2"]
)
def test_a_paragraph_a_day_or_an_hour_is_no_count(text: str) -> None:
    assert not holds(Intent.COUNT, text)
