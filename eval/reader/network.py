"""The network: the bundled encoder and two numbers for each token."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel, BertModel
from transformers.models.bert.modeling_bert import BertSelfAttention

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


class FromWords(nn.Module):
    """The same network from word vectors on, in plain operations that ONNX knows.

    The program takes the word vectors, two thirds of the model, from the encoder's own file.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.bert: Any = network.bert
        self.head = network.head
        self.heads = int(network.bert.config.num_attention_heads)

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """Word vectors (texts, tokens, hidden), mask (texts, tokens) -> (texts, tokens, 2)."""
        embeddings = self.bert.embeddings
        places = embeddings.position_embeddings.weight[: words.shape[1]][None]
        hidden = embeddings.LayerNorm(words + places + embeddings.token_type_embeddings.weight[0])
        hidden_from = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.bert.encoder.layer:
            mixed = self._attend(layer.attention.self, hidden, hidden_from)
            output = layer.attention.output
            hidden = output.LayerNorm(output.dense(mixed) + hidden)
            wide = nn.functional.gelu(layer.intermediate.dense(hidden))
            hidden = layer.output.LayerNorm(layer.output.dense(wide) + hidden)
        scores: Tensor = self.head(hidden)
        return scores

    def _attend(self, attention: BertSelfAttention, hidden: Tensor, hidden_from: Tensor) -> Tensor:
        texts, tokens, width = hidden.shape
        size = width // self.heads

        def split(values: Tensor) -> Tensor:
            return values.reshape(texts, tokens, self.heads, size).transpose(1, 2)

        query = split(attention.query(hidden))
        key, value = split(attention.key(hidden)), split(attention.value(hidden))
        weights = torch.softmax(query @ key.transpose(-1, -2) * size**-0.5 + hidden_from, dim=-1)
        return (weights @ value).transpose(1, 2).reshape(texts, tokens, width)
