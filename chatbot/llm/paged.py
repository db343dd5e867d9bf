"""The model itself under OpenVINO: the paged graph compiled, its key-value cache, and one batch of rows through it.

It knows tokens, blocks and logits; who asks and what comes next is the business of `openvino.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from chatbot.errors import EngineError
from chatbot.llm.blocks import needed
from chatbot.llm.export import GRAPH, HEAD, divergence, read_probes
from chatbot.llm.graph import page

CHECK = 0.15  # divergence of a probe that is refused; int8 stays below .05, a wrong graph is above 1
COMPILE = {"KV_CACHE_PRECISION": "u8", "PERFORMANCE_HINT": "LATENCY"}

Floats = NDArray[np.float32]
Row = tuple[Sequence[int], int, Sequence[int], int]  # tokens, how many came before, blocks, how many are asked


class PagedModel:
    """folder: an export. blocks: of the key-value cache. head: the output embeddings (vocab, width), float32.

    Not safe to call from several threads at once. Raises: EngineError when the export cannot be loaded, or answers
    otherwise than transformers did when it was made.
    """

    def __init__(self, folder: Path, blocks: int, threads: int) -> None:
        try:
            core = ov.Core()
            options = {**COMPILE, "INFERENCE_NUM_THREADS": str(threads)}
            compiled = core.compile_model(page(core.read_model(folder / GRAPH)), "CPU", options)
        except RuntimeError as error:
            raise EngineError(f"OpenVINO cannot load {folder} ({str(error).splitlines()[0]}).") from error
        self._request = compiled.create_infer_request()
        self._caches = []
        for port in compiled.inputs:
            if "_cache." in port.get_any_name():
                kind = port.get_element_type()
                shape = [blocks, *(side.get_length() for side in list(port.get_partial_shape())[1:])]
                cache = np.empty((blocks, int(np.prod(shape[1:])) * kind.size), np.uint8)  # memory comes with use
                self._caches.append(cache)
                self._request.set_tensor(port.get_any_name(), ov.Tensor(cache, ov.Shape(shape), kind))
        self.head = np.load(folder / HEAD, mmap_mode="r")
        self._check(folder)

    def _check(self, folder: Path) -> None:
        """The likeliest next tokens are those of transformers. Raises: EngineError."""
        rows: list[Row] = []
        probes, used = read_probes(folder), 0
        for probe in probes:
            mine = range(used, used + needed(len(probe.ids)))
            rows.append((probe.ids, 0, mine, 1))
            used = mine.stop
        found, _ = self.run(rows)
        worst = max(divergence(probe, row[0]) for probe, row in zip(probes, found, strict=True))
        if not worst < CHECK:
            raise EngineError(f"The openvino engine answers otherwise than transformers (KL {worst:.2f}).")

    def copy(self, source: int, target: int) -> None:
        """What one block of the cache holds, into another."""
        for cache in self._caches:
            cache[target] = cache[source]

    def run(self, rows: Sequence[Row]) -> tuple[list[Floats], list[Floats]]:
        """For each row the logits (n, vocab) and the hidden states (n, width) of its last n tokens."""
        lengths = np.array([len(tokens) for tokens, _, _, _ in rows])
        ends = np.cumsum(lengths)
        counts = [n for *_, n in rows]
        inputs = {
            "input_ids": np.concatenate([np.asarray(tokens, np.int64) for tokens, _, _, _ in rows]),
            "position_ids": np.concatenate([np.arange(past, past + len(t), dtype=np.int64) for t, past, _, _ in rows]),
            "past_lens": np.array([past for _, past, _, _ in rows], np.int32),
            "subsequence_begins": np.array([0, *ends], np.int32),
            "block_indices": np.concatenate([np.asarray(blocks, np.int32) for _, _, blocks, _ in rows]),
            "block_indices_begins": np.cumsum([0, *(len(blocks) for _, _, blocks, _ in rows)], dtype=np.int32),
            "max_context_len": np.array(max(past + len(tokens) for tokens, past, _, _ in rows), np.int32),
            "wanted": np.concatenate([np.arange(end - n, end) for end, n in zip(ends, counts, strict=True)]),
        }
        for name, value in inputs.items():
            self._request.set_tensor(name, ov.Tensor(value))
        self._request.infer()
        logits, hidden = (self._request.get_output_tensor(at).data[:, 0] for at in (0, 1))
        cuts = np.cumsum(counts)[:-1]
        return np.split(logits, cuts), np.split(hidden, cuts)
