"""The network: the bundled encoder and two numbers for each token."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn
from transformers import AutoModel, BertModel

FROZEN = 4
"""Layers from the bottom that stay as they are; the word vectors stay too."""
OUTPUTS = 2
"""Start and end of the answer (rag/reader.py)."""


class Network(nn.Module):
    """Token ids (texts, tokens) -> numbers (texts, tokens, 2)."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert: BertModel = AutoModel.from_pretrained(
            str(folder), add_pooling_layer=False, attn_implementation="sdpa"
        )
        self.head = nn.Linear(self.bert.config.hidden_size, OUTPUTS)
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:FROZEN]):
            part.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The two numbers of every token; the mask (texts, tokens) is 1 for real ones."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        scores: Tensor = self.head(hidden).float()
        return scores
