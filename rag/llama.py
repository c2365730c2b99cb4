"""Svarpunkt inside llama-index: a retriever of items, and a query engine that cites.

For those who build their own pipeline; nothing else of ours uses it, so llama-index is imported
only by whoever imports this. Its process-wide Settings is never touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.archive import Archive
from rag.ask import ask
from rag.question import understand_in
from rag.render import to_json
from rag.retrieve import retrieve
from rag.types import NO_FILTERS, Answer, Citation, Filters

if TYPE_CHECKING:
    from llama_index.core.prompts.mixin import PromptMixinType


class ItemRetriever(BaseRetriever):  # type: ignore[misc]
    """Question -> the `k` best items, each a node of its whole text; the score orders them."""

    def __init__(self, archive: Archive, k: int = 10, filters: Filters = NO_FILTERS) -> None:
        self._archive, self._k, self._filters = archive, k, filters
        super().__init__(callback_manager=CallbackManager([]))

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        archive = self._archive
        question = understand_in(archive, query_bundle.query_str, filters=self._filters)
        if not question.search:
            return []
        hits = retrieve(question, archive, self._k)
        return [NodeWithScore(node=item_node(archive, h.item_id), score=h.score) for h in hits]


class CitedQueryEngine(BaseQueryEngine):  # type: ignore[misc]
    """Question -> our checked answer; its source nodes are the quotes that it cites.

    `metadata["svarpunkt"]` of the response is the whole answer as `rag.render.to_json` gives it.
    """

    def __init__(self, archive: Archive, filters: Filters = NO_FILTERS) -> None:
        self._archive, self._filters = archive, filters
        super().__init__(CallbackManager([]))

    def _query(self, query_bundle: QueryBundle) -> Response:
        return response(ask(query_bundle.query_str, self._archive, filters=self._filters))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return self._query(query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def item_node(archive: Archive, key: str) -> TextNode:
    """An item as a node; its id is the catalogue's key, its offsets count in the document."""
    record = archive.items([key])[0]
    item, meeting = record.item, record.meeting
    return TextNode(
        id_=key,
        text=record.text[item.start : item.end],
        start_char_idx=item.start,
        end_char_idx=item.end,
        metadata={
            "file": meeting.file,
            "municipality": meeting.municipality or "",
            "committee": meeting.body,
            "date": meeting.date.isoformat() if meeting.date else "",
            "punkt": str(item.number if item.number is not None else item.label),
            "title": item.title,
            "case_number": item.case_number or "",
        },
    )


def response(answer: Answer) -> Response:
    """An answer as llama-index has it."""
    nodes = [NodeWithScore(node=_quote(citation)) for citation in answer.citations]
    return Response(answer.text, nodes, {"svarpunkt": to_json(answer)})


def _quote(citation: Citation) -> TextNode:
    return TextNode(
        id_=f"{citation.item_id}#{citation.start}-{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={
            "n": citation.n,
            "file": citation.file,
            "committee": citation.committee,
            "date": citation.date.isoformat() if citation.date else "",
            "punkt": str(citation.punkt),
            "section": citation.section.value,
            "item": citation.item_id,
        },
    )
