"""PromptFormat: task words and fields in, messages and token ids out; the same for chat, training and evaluation.

Every word comes from `prompts/`. It knows no model beyond the tokenizer's own chat template.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from chatbot.domain import PROMPTS, read_words

# where a sentence ends: not after a title or a single letter ("Dr. No", "J. Edgar")
_END = re.compile(r"(?<![\s(.][A-Z]\.)(?<!\b[DMS][rst]\.)(?<!\bMrs\.)(?<!\bvs\.)(?<=[.!?])\s+(?=[\"'“(]?[A-Z0-9])")


class Tokenizer(Protocol):
    """What is needed of a Hugging Face tokenizer."""

    def apply_chat_template(self, conversation: list[dict[str, str]], **kwargs: Any) -> Any: ...

    def encode(self, text: str, **kwargs: Any) -> list[int]: ...


@dataclass(frozen=True)
class Prompt:
    """Messages as (role, text). The first `shared` of them are the same in every call of the task,
    so an engine may keep their state. opening: words that the answer begins with; the engine goes on from there.
    learned: the same call without the help that only a model needs which never learned the task."""

    messages: tuple[tuple[str, str], ...]
    shared: int = 0
    opening: str = ""
    learned: Prompt | None = None

    def text(self) -> str:
        """The last message: what this call asks. For tests and logs."""
        return self.messages[-1][1]


class Example(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    fields: dict[str, str]
    answer: str


class Phrasing(BaseModel):
    """Other words for a task's own. held_out: never learned from, so that it shows what other words cost."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    system: str
    template: str
    held_out: bool = False


class TaskWords(BaseModel):
    """The content of `prompts/tasks/<task>.yaml`.

    template: one user message with {named} fields; phrases: words for the values of a field that takes few; choices:
    label -> what it stands for, for tasks that pick one;
    glue: words that a text may use freely; phrasings: other words for system and template, which some examples are
    learned in. Only a model that never learned the task is shown the rest: the choices as a menu, `examples` as worked
    cases, and `openings`, how answers begin, by case.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    system: str
    template: str
    examples: tuple[Example, ...] = ()
    choices: dict[str, str] = {}
    phrases: dict[str, str] = {}
    openings: dict[str, tuple[str, ...]] = {}
    max_new_tokens: int = 1
    glue: tuple[str, ...] = ()
    phrasings: tuple[Phrasing, ...] = ()

    def phrased(self, number: int, held_out: bool) -> TaskWords:
        """These words in another phrasing; as they are where there is none."""
        others = [p for p in self.phrasings if p.held_out == held_out]
        if not others:
            return self
        other = others[number % len(others)]
        return self.model_copy(update={"system": other.system, "template": other.template})


class PromptFormat:
    """Renders every task in one format.

    Raises on load: DataError naming the file when words are missing or unknown keys are present.
    """

    def __init__(self, folder: Path = PROMPTS / "tasks") -> None:
        self._words: dict[str, TaskWords] = {}
        digest = hashlib.sha256()
        for path in sorted(folder.glob("*.yaml")):
            self._words[path.stem] = read_words(path, TaskWords)
            words = self._words[path.stem]
            learned = [path.stem, words.system, words.template, *words.choices, *words.phrases.values()]
            digest.update("\0".join(learned).encode())
        self._fingerprint = digest.hexdigest()

    def fingerprint(self) -> str:
        """sha256 over the words of learned prompts and the order of choices: an adapter of others is refused."""
        return self._fingerprint

    def words(self, task: str) -> TaskWords:
        return self._words[task]

    def phrased(self, number: int = 0, held_out: bool = False) -> PromptFormat:
        """The same format in other words: of each task its `number`th phrasing, learned or held out."""
        other = copy.copy(self)
        other._words = {name: words.phrased(number, held_out) for name, words in self._words.items()}
        return other

    def render(self, task: str, fields: Mapping[str, str], opening: str = "", hint: str = "") -> Prompt:
        """The prompt of one call: system, worked examples, then this call's fields.

        opening: the answer's beginning, a part of the task. hint: one that only helps a model that never learned it.
        """
        words = self._words[task]
        asked = ("user", words.template.format(**{k: harmless(v) for k, v in fields.items()}))
        learned = Prompt((("system", words.system), asked), 1, opening)
        messages = [("system", "\n".join([words.system, *_menu(words.choices)]))]
        for example in words.examples:
            messages.append(("user", words.template.format(**example.fields)))
            messages.append(("assistant", example.answer))
        return Prompt((*messages, asked), len(messages), opening + hint, learned)


def _menu(choices: Mapping[str, str]) -> list[str]:
    return [f"{letter}. {meaning}" for letter, meaning in zip(letters(len(choices)), choices.values(), strict=True)]


def one_line(text: str) -> str:
    """A person's words as one line, so that they cannot pass for lines of the template."""
    return " ".join(text.split())


def split_sentences(line: str) -> list[str]:
    """The sentences of one line of prose."""
    return [sentence for sentence in _END.split(line) if sentence]


def harmless(text: str) -> str:
    """Field text that cannot open a new role."""
    return text.replace("<|", "< |").replace("|>", "| >")


def encode_prompt(tokenizer: Tokenizer, prompt: Prompt) -> tuple[list[int], list[int]]:
    """Token ids of the shared head and of the rest; the rest ends where the answer starts.

    The two are encoded apart, in training too, so that a kept head always fits.
    """
    messages = [{"role": role, "content": text} for role, text in prompt.messages]
    whole = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    head = tokenizer.apply_chat_template(messages[: prompt.shared], tokenize=False) if prompt.shared else ""
    if not whole.startswith(head):  # a template that adds text depending on what follows
        head = ""
    return (
        tokenizer.encode(head, add_special_tokens=False) if head else [],
        tokenizer.encode(whole[len(head) :] + prompt.opening, add_special_tokens=False),
    )


def encode_example(
    tokenizer: Tokenizer, prompt: Prompt, answer: str, end: int, spans: Sequence[tuple[int, int]] | None = None
) -> tuple[list[int], list[bool]]:
    """(input_ids, loss_mask) of prompt and answer. The mask covers the answer and its end token alone, or, where
    `spans` are given, the pieces answer[start:stop] alone: several answers in one text."""
    head, rest = encode_prompt(tokenizer, prompt)
    before = len(head) + len(rest)
    if spans is None:
        target = [*tokenizer.encode(answer, add_special_tokens=False), end]
        return [*head, *rest, *target], [False] * before + [True] * len(target)
    target, mask, last = [], [], 0
    for start, stop in spans:  # cut where an answer begins, as it is when it is asked for
        for text, learn in ((answer[last:start], False), (answer[start:stop], True)):
            ids = tokenizer.encode(text, add_special_tokens=False)
            target += ids
            mask += [learn] * len(ids)
        last = stop
    return [*head, *rest, *target], [False] * before + mask


def letters(n: int) -> Sequence[str]:
    """Choice labels A, B, C…; at most 26."""
    if n > 26:
        raise ValueError(f"at most 26 lettered choices, got {n}")
    return [chr(ord("A") + i) for i in range(n)]
