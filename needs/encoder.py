"""all-MiniLM-L6-v2 in numpy: word pieces in, one unit vector of 384 a text out.

BERT with six layers and mean pooling, as its model card says; agrees with the reference
implementation to the precision of 32-bit floats. The weights are read from the file by memory
map, so that the processes of one machine share them. Nothing here knows about needs.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

DIMENSIONS = 384
HEADS, HEAD_SIZE, LAYERS = 12, 32, 6
TOKEN_LIMIT = 256  # word pieces a text; the model was made for no more
EPSILON = 1e-12  # of the layer norms, from the model's config.json
SLAB = 64  # rows through the activation at a time: what stays in the processor's cache
BATCH_TOKENS = 2_048  # word pieces through the layers at a time, padding included

# erf(x) is x·P(x²)/Q(x²) within 4e-7 on [-4, 4] (the coefficients Eigen and others use).
ERF_P = (
    -2.72614225801306e-10,
    2.77068142495902e-08,
    -2.10102402082508e-06,
    -5.69250639462346e-05,
    -7.34990630326855e-04,
    -2.95459980854025e-03,
    -1.60960333262415e-02,
)
ERF_Q = (
    -1.45660718464996e-05,
    -2.13374055278905e-04,
    -1.68282697438203e-03,
    -7.37332916720468e-03,
    -1.42647390514189e-02,
)


class WeightsRefused(Exception):
    """The weights' file is not the one this code was written for."""


def read_weights(path: Path, sha256: str) -> dict[str, np.ndarray]:
    """Tensors of a safetensors file by name, 32-bit floats, mapped and never written.

    Raises WeightsRefused when the file's SHA-256 is another, OSError when it cannot be read.
    """
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise WeightsRefused(f"{path.name} has SHA-256 {found[:12]}…, not {sha256[:12]}…")
    mapped = np.memmap(path, mode="r")
    start = 8 + int.from_bytes(mapped[:8].tobytes(), "little")
    header = json.loads(mapped[8:start].tobytes())
    header.pop("__metadata__", None)
    return {name: _tensor(mapped[start:], entry) for name, entry in header.items()}


def _tensor(data: np.ndarray, entry: dict) -> np.ndarray:
    first, last = entry["data_offsets"]
    kind = {"F32": np.float32, "I64": np.int64}[entry["dtype"]]
    return np.asarray(data[first:last]).view(kind).reshape(entry["shape"])


@dataclass
class Tokens:
    """A text's word pieces: their numbers, the characters each stands for, and what each counts.

    `weights`, above 0, are the shares of each piece in the mean that is the text's vector; the
    model's own mean has them all 1. The first and last piece mark the ends and stand for nothing.
    """

    ids: list[int]
    places: list[tuple[int, int]]
    weights: np.ndarray


@dataclass(frozen=True)
class Encoder:
    """The model, ready: `encode` may be called from several threads."""

    weights: dict[str, np.ndarray]
    tokenizer: Tokenizer

    @classmethod
    def load(cls, folder: Path, sha256: str) -> "Encoder":
        """From the folder of model.safetensors and tokenizer.json; raises as `read_weights`."""
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(TOKEN_LIMIT)
        tokenizer.no_padding()
        return cls(read_weights(folder / "model.safetensors", sha256), tokenizer)

    def tokens(self, texts: list[str]) -> list["Tokens"]:
        """The word pieces of each text, all of the same weight."""
        found = self.tokenizer.encode_batch(texts)
        return [Tokens(e.ids, e.offsets, np.ones(len(e.ids), np.float32)) for e in found]

    def encode(self, batch: list["Tokens"]) -> np.ndarray:
        """Unit vectors, one row a text: float32 of shape (texts, 384)."""
        longest = max(len(tokens.ids) for tokens in batch)
        padded = np.zeros((len(batch), longest), dtype=np.int64)
        weights = np.zeros((len(batch), longest), dtype=np.float32)
        for row, tokens in enumerate(batch):
            padded[row, : len(tokens.ids)] = tokens.ids
            weights[row, : len(tokens.ids)] = tokens.weights
        hidden = self._embed(padded)
        away = (weights[:, None, None, :] == 0) * np.float32(-1e9)
        for layer in range(LAYERS):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, away)
        pooled = np.einsum("btd,bt->bd", hidden, weights)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def _embed(self, ids: np.ndarray) -> np.ndarray:
        weights = self.weights
        summed = weights["embeddings.word_embeddings.weight"][ids]
        summed += weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        summed += weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm("embeddings.LayerNorm", summed)

    def _layer(self, name: str, hidden: np.ndarray, away: np.ndarray) -> np.ndarray:
        attended = self._attend(f"{name}.attention.self", hidden, away)
        attended = self._linear(f"{name}.attention.output.dense", attended)
        attended += hidden
        hidden = self._norm(f"{name}.attention.output.LayerNorm", attended)
        inner = self._linear(f"{name}.intermediate.dense", hidden)
        _gelu(inner.reshape(-1, inner.shape[-1]))
        out = self._linear(f"{name}.output.dense", inner)
        out += hidden
        return self._norm(f"{name}.output.LayerNorm", out)

    def _attend(self, name: str, hidden: np.ndarray, away: np.ndarray) -> np.ndarray:
        texts, tokens, _ = hidden.shape
        shape = (texts, tokens, HEADS, HEAD_SIZE)
        query, key, value = (
            self._linear(f"{name}.{part}", hidden).reshape(shape).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2)
        scores *= np.float32(HEAD_SIZE**-0.5)
        scores += away
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        return (scores @ value).transpose(0, 2, 1, 3).reshape(texts, tokens, DIMENSIONS)

    def _linear(self, name: str, values: np.ndarray) -> np.ndarray:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        out = values.reshape(-1, values.shape[-1]) @ weight.T
        out += bias
        return out.reshape(*values.shape[:-1], len(bias))

    def _norm(self, name: str, values: np.ndarray) -> np.ndarray:
        values -= values.mean(-1, keepdims=True)
        spread = np.einsum("...d,...d->...", values, values)[..., None] / DIMENSIONS
        values /= np.sqrt(spread + np.float32(EPSILON))
        values *= self.weights[f"{name}.weight"]
        values += self.weights[f"{name}.bias"]
        return values


def _gelu(values: np.ndarray) -> None:
    """x·(1 + erf(x/√2))/2, in place."""
    for start in range(0, len(values), SLAB):
        slab = values[start : start + SLAB]
        x = np.clip(slab * np.float32(0.5**0.5), -4, 4)
        square = x * x
        x *= _polynomial(ERF_P, square)
        x /= _polynomial(ERF_Q, square)
        x += 1
        x *= np.float32(0.5)
        slab *= x


def _polynomial(coefficients: tuple[float, ...], x: np.ndarray) -> np.ndarray:
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= x
        total += np.float32(coefficient)
    return total


def batches(lengths: list[int]) -> Iterator[list[int]]:
    """Places of texts of like length, as many at a time as `BATCH_TOKENS` holds padded."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[place] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
