"""llama.cpp on the same weights (package `xllamacpp`), for `chatbot bench` alone. Its weights are rounded to Q8_0."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.llm.base import ModelInfo, Piece
from chatbot.llm.tokens import one_token
from chatbot.prompt import Prompt, encode_prompt

SLOTS, CONTEXT = 8, 16_384  # texts side by side; tokens that all of them share


class LlamaCpp:
    """gguf: any GGUF file; base: the folder whose tokenizer is used, so that all engines read the same tokens."""

    def __init__(self, gguf: Path, base: Path, threads: int) -> None:
        import xllamacpp
        from transformers import AutoTokenizer

        params = xllamacpp.CommonParams()
        params.model.path = str(gguf)
        params.n_parallel, params.n_ctx = SLOTS, CONTEXT
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
        params.verbosity = -1
        self.tokenizer: Any = AutoTokenizer.from_pretrained(base)
        self.info = ModelInfo(base=gguf.stem, adapter=None, engine="llama.cpp")
        self._server = xllamacpp.Server(params)

    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> NDArray[np.float32]:
        wanted = [one_token(self.tokenizer, choice, self.info.base) for choice in choices]
        rows: dict[int, NDArray[np.float32]] = {}

        def ask(at: int, prompt: Prompt) -> None:
            done = self._server.handle_completions(self._request(prompt, 1) | {"logprobs": 100})
            top = done["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
            found = {one["id"]: one["logprob"] for one in top}
            row = np.exp(np.array([found.get(token, -20.0) for token in wanted], np.float32))
            rows[at] = row / row.sum()

        _side_by_side([lambda at=at, p=p: ask(at, p) for at, p in enumerate(prompts)])
        return np.stack([rows[at] for at in range(len(prompts))])

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Iterator[Piece]:
        pieces: queue.SimpleQueue[Piece] = queue.SimpleQueue()

        def write(at: int, prompt: Prompt) -> None:
            def hand_on(part: dict[str, Any]) -> bool:
                choice = part["choices"][0]
                pieces.put(Piece(at, choice["text"], choice["finish_reason"] is not None))
                return False  # True would stop it

            asked = self._request(prompt, max_new_tokens) | {"stream": True, "stop": ["\n"]}
            self._server.handle_completions(asked, hand_on)

        thread = threading.Thread(
            target=_side_by_side,
            args=([lambda at=at, p=p: write(at, p) for at, p in enumerate(prompts)],),
        )
        thread.start()
        left = len(prompts)
        while left:
            piece = pieces.get()
            left -= piece.done
            yield piece
        thread.join()

    def _request(self, prompt: Prompt, most: int) -> dict[str, Any]:
        head, rest = encode_prompt(self.tokenizer, prompt)
        return {"prompt": head + rest, "n_predict": most, "temperature": 0.0, "cache_prompt": True}


def write_q8(source: Path, target: Path) -> None:
    """The GGUF file `source` with its matrices rounded to Q8_0."""
    from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
    from gguf.quants import dequantize, quantize

    reader = GGUFReader(source)
    writer = GGUFWriter(target, reader.fields["general.architecture"].contents())
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type"):
            continue
        inner = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), field.types[0], inner)
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type)
        if len(tensor.shape) > 1:
            kind = GGMLQuantizationType.Q8_0
            writer.add_tensor(tensor.name, quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(tensor.name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _side_by_side(work: Sequence[Any]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
