from __future__ import annotations

from index.archive import Archive
from rag.llama import CitedQueryEngine, ItemRetriever

QUESTION = "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"


def test_the_retriever_gives_items_best_first_with_their_place(sample_archive: Archive) -> None:
    nodes = ItemRetriever(sample_archive, k=4).retrieve(QUESTION)
    assert len(nodes) == 4
    scores = [node.score or 0.0 for node in nodes]
    assert scores == sorted(scores, reverse=True)
    best = nodes[0].node
    text = sample_archive.source_text(best.metadata["file"])
    assert text is not None
    assert text[best.start_char_idx : best.end_char_idx] == best.text
    assert "ykelsti" in best.metadata["title"]


def test_the_query_engine_answers_with_the_quotes_that_it_cites(sample_archive: Archive) -> None:
    reply = CitedQueryEngine(sample_archive).query(QUESTION)
    assert reply.metadata["svarpunkt"]["status"] == "answered"
    assert reply.source_nodes
    for found in reply.source_nodes:
        text = sample_archive.source_text(found.node.metadata["file"]) or ""
        assert text[found.node.start_char_idx : found.node.end_char_idx] == found.node.text


def test_an_empty_question_finds_nothing(sample_archive: Archive) -> None:
    assert ItemRetriever(sample_archive).retrieve(" ") == []
