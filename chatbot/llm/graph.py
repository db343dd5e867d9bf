"""A llama decoder as an OpenVINO graph: int8 weights, paged attention, the LM head only where it is asked for.

optimum-intel would be the library for this; it pins a transformers older than ours. Checked against transformers at
every export (`openvino.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op
from openvino._offline_transformations import paged_attention_transformation
from openvino.op.util import Variable, VariableInfo

from chatbot.errors import EngineError

Weights = Mapping[str, NDArray[np.float32]]
LAST = np.iinfo(np.int64).max


def check_supported(config: Mapping[str, Any]) -> None:
    """Raises: EngineError for any architecture but a plain llama."""
    rope = config.get("rope_parameters") or {"rope_theta": config.get("rope_theta")}
    wrong = [
        what
        for what, fits in {
            f"model_type {config.get('model_type')!r}": config.get("model_type") == "llama",
            "attention or MLP biases": not (config.get("attention_bias") or config.get("mlp_bias")),
            f"rope_type {rope.get('rope_type')!r}": rope.get("rope_type", "default") == "default",
            f"hidden_act {config.get('hidden_act')!r}": config.get("hidden_act") == "silu",
        }.items()
        if not fits
    ]
    if wrong:
        raise EngineError(f"The openvino engine runs plain llama models; this one has {', '.join(wrong)}.")


def build_graph(config: Mapping[str, Any], weights: Weights) -> ov.Model:
    """The model with its cache as state: a form that can be saved. `page` makes it ready to run."""
    return _Decoder(config, weights).model()


def page(model: ov.Model) -> ov.Model:
    """The same with paged attention, answering for the tokens named by `wanted` (k,) alone: the full logits of a long
    prompt would take half a gigabyte.

    Outputs: logits (k, 1, vocab) and the hidden state before the LM head (k, 1, width). Raises: EngineError.
    """
    paged_attention_transformation(model)
    if not any(node.get_type_name() == "PagedAttentionExtension" for node in model.get_ops()):
        raise EngineError("OpenVINO did not recognise the attention of this model; set CHATBOT_ENGINE=transformers.")
    head = model.outputs[0].get_node().input_value(0).get_node()
    wanted = _input("wanted", [-1])
    hidden = op.gather(head.input_value(0), wanted, _ints(0))
    logits = op.matmul(hidden, head.input_value(1), False, True)
    return ov.Model([op.result(logits), op.result(hidden)], [*model.get_parameters(), wanted], "decoder")


class _Decoder:
    """Builds node by node. Names of inputs and of cache variables are those that the paged attention pass looks for."""

    def __init__(self, config: Mapping[str, Any], weights: Weights) -> None:
        self.weights = weights
        self.eps = float(config["rms_norm_eps"])
        self.layers = int(config["num_hidden_layers"])
        self.heads = int(config["num_attention_heads"])
        self.kv_heads = int(config["num_key_value_heads"])
        self.size = int(config.get("head_dim") or config["hidden_size"] // self.heads)
        self.tied = bool(config.get("tie_word_embeddings"))
        rope = config.get("rope_parameters") or config
        self.theta = float(rope["rope_theta"])
        self.ids = _input("input_ids", [-1, -1])
        self.mask_in = _input("attention_mask", [-1, -1])
        self.positions = _input("position_ids", [-1, -1])
        self.beam = _input("beam_idx", [-1], ov.Type.i32)
        self.batch = op.gather(op.shape_of(self.ids, "i64"), _ints([0]), _ints(0))
        self.length = op.gather(op.shape_of(self.mask_in, "i64"), _ints(1), _ints(0))
        self.sinks: list[Any] = []

    def model(self) -> ov.Model:
        table = self.weights["model.embed_tokens.weight"]
        # not rounded to int8: it costs no time here, and its error goes through every layer
        x = op.convert(op.gather(op.constant(table.astype(np.float16)), self.ids, _ints(0)), "f32")
        turn, mask = self._rope(), self._mask()
        for layer in range(self.layers):
            x = self._layer(x, f"model.layers.{layer}", layer, turn, mask)
        x = self._norm(x, "model.norm")
        logits = op.matmul(x, _int8(table if self.tied else self.weights["lm_head.weight"]), False, True)
        return ov.Model([op.result(logits)], self.sinks, [self.ids, self.mask_in, self.positions, self.beam], "decoder")

    def _layer(self, x: Any, name: str, layer: int, turn: tuple[Any, Any], mask: Any) -> Any:
        h = self._norm(x, f"{name}.input_layernorm")
        q, k, v = (self._linear(h, f"{name}.self_attn.{part}_proj") for part in "qkv")
        q = _turned(self._split(q, self.heads), turn, self.size)
        k = self._cached(_turned(self._split(k, self.kv_heads), turn, self.size), f"past_key_values.{layer}.key")
        v = self._cached(self._split(v, self.kv_heads), f"past_key_values.{layer}.value")
        scale = op.constant(np.float32(self.size**-0.5))
        a = op.scaled_dot_product_attention(q, self._shared(k), self._shared(v), mask, scale, False)
        a = op.reshape(op.transpose(a, _ints([0, 2, 1, 3])), _ints([0, 0, self.heads * self.size]), True)
        x = op.add(x, self._linear(a, f"{name}.self_attn.o_proj"))
        h = self._norm(x, f"{name}.post_attention_layernorm")
        gate, up = (self._linear(h, f"{name}.mlp.{part}_proj") for part in ("gate", "up"))
        return op.add(x, self._linear(op.multiply(op.swish(gate), up), f"{name}.mlp.down_proj"))

    def _linear(self, x: Any, name: str) -> Any:
        return op.matmul(x, _int8(self.weights[f"{name}.weight"]), False, True)

    def _norm(self, x: Any, name: str) -> Any:
        """Root mean square norm (Zhang & Sennrich 2019)."""
        square = op.reduce_mean(op.power(x, _float(2)), _ints([-1]), True)
        root = op.sqrt(op.add(square, _float(self.eps)))
        unit = op.multiply(x, op.divide(_float(1), root))
        return op.multiply(unit, op.constant(self.weights[f"{name}.weight"].reshape(1, 1, -1)))

    def _rope(self) -> tuple[Any, Any]:
        """Cosine and sine of each position's angles (Su et al. 2021): (batch, 1, tokens, size)."""
        pace = (1 / self.theta ** (np.arange(0, self.size, 2) / self.size)).astype(np.float32).reshape(1, -1, 1)
        angle = op.matmul(op.constant(pace), op.convert(op.unsqueeze(self.positions, _ints(1)), "f32"), False, False)
        angle = op.transpose(angle, _ints([0, 2, 1]))
        angle = op.concat([angle, angle], -1)
        return op.unsqueeze(op.cos(angle), _ints(1)), op.unsqueeze(op.sin(angle), _ints(1))

    def _mask(self) -> Any:
        """Causal mask; the paged attention pass takes its place, but recognises attention by it."""
        new = op.gather(op.shape_of(self.ids, "i64"), _ints(1), _ints(0))
        keys = op.range(_ints(0), self.length, _ints(1), "i64")
        queries = op.range(op.subtract(self.length, new), self.length, _ints(1), "i64")
        past = op.less_equal(op.unsqueeze(keys, _ints([0, 1, 2])), op.unsqueeze(queries, _ints([0, 1, 3])))
        seen = op.logical_and(past, op.unsqueeze(op.convert(self.mask_in, "boolean"), _ints([1, 2])))
        return op.select(seen, op.constant(np.float32(0)), op.constant(np.finfo(np.float32).min))

    def _split(self, x: Any, heads: int) -> Any:
        return op.transpose(op.reshape(x, _ints([0, 0, heads, self.size]), True), _ints([0, 2, 1, 3]))

    def _cached(self, x: Any, name: str) -> Any:
        """Past and new keys or values, as a state of the graph."""
        info = VariableInfo()
        info.data_shape = ov.PartialShape([-1, self.kv_heads, -1, self.size])
        info.data_type, info.variable_id = ov.Type.f32, name
        variable = Variable(info)
        shape = op.concat([self.batch, _ints([self.kv_heads]), _ints([0]), _ints([self.size])], 0)
        past = op.gather(
            ov.opset6.read_value(op.broadcast(op.constant(np.float32(0)), shape), variable), self.beam, _ints(0)
        )
        whole = op.concat([past, x], -2)
        self.sinks.append(ov.opset6.assign(whole, variable))
        return whole

    def _shared(self, x: Any) -> Any:
        """Grouped heads (Ainslie et al. 2023): each key and value head serves several queries."""
        group = _ints([self.heads // self.kv_heads])
        parts = [self.batch, _ints([self.kv_heads]), group, op.unsqueeze(self.length, _ints(0)), _ints([self.size])]
        wide = op.broadcast(op.unsqueeze(x, _ints(2)), op.concat(parts, 0), broadcast_spec="BIDIRECTIONAL")
        return op.reshape(wide, _ints([0, self.heads, -1, self.size]), True)


def _input(name: str, shape: Sequence[int], kind: Any = ov.Type.i64) -> Any:
    node = op.parameter(ov.PartialShape(list(shape)), kind, name=name)
    node.output(0).get_tensor().set_names({name})
    return node


def _ints(value: int | Sequence[int]) -> Any:
    return op.constant(np.asarray(value, np.int64))


def _float(value: float) -> Any:
    return op.constant(np.full((1, 1, 1), value, np.float32))


def _int8(weight: NDArray[np.float32]) -> Any:
    """A row's values in 256 steps from its lowest to its highest.

    Steps around zero alone moved ratings five times more: some rows of this model lean to one side.
    """
    low, high = (np.minimum(weight.min(1, keepdims=True), 0), np.maximum(weight.max(1, keepdims=True), 0))
    scale = np.maximum(high - low, 1e-8) / 255
    zero = np.clip(np.rint(-low / scale), 0, 255)
    steps = np.clip(np.rint(weight / scale) + zero, 0, 255)
    steps, zero = (op.convert(op.constant(x.astype(np.uint8)), "f32") for x in (steps, zero))
    return op.multiply(op.subtract(steps, zero), op.constant(scale.astype(np.float32)))


def _turned(x: Any, turn: tuple[Any, Any], size: int) -> Any:
    """Rotary position embedding applied to (batch, heads, tokens, size)."""
    cos, sin = turn
    first = op.slice(x, _ints([0]), _ints([size // 2]), _ints([1]), _ints([3]))
    second = op.slice(x, _ints([size // 2]), _ints([LAST]), _ints([1]), _ints([3]))
    crossed = op.concat([op.multiply(second, _float(-1)), first], -1)
    return op.add(op.multiply(x, cos), op.multiply(crossed, sin))
