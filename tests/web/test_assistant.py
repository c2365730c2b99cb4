from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from web.assistant import assistant, find
from web.live import Live

pytest.importorskip("mcp")


@pytest.fixture(scope="module")
def live(sample_folder: Path) -> Live:
    return Live(sample_folder)


def test_the_tools_are_told_with_what_they_do(live: Live) -> None:
    # In a thread of its own: the browser tests of the same worker leave a loop running in this one.
    with ThreadPoolExecutor(1) as alone:
        tools = alone.submit(lambda: asyncio.run(assistant(live).list_tools())).result()
    assert [tool.name for tool in tools] == ["search", "ask", "item", "decisions"]
    assert all(tool.description for tool in tools)


def test_search_finds_items_that_can_be_read_whole(live: Live) -> None:
    found = find(live, "cykelsti mellem Kirke Vinde og Mosholt", 3)
    assert len(found) == 3
    assert "Cykelsti" in str(found[0]["title"])
    assert live.archive().items([str(found[0]["item"])])


def test_nothing_to_look_for_finds_nothing(live: Live) -> None:
    assert find(live, "  ") == []
