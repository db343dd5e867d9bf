"""What is said of a help article: its first sentence, and those that answer what was asked, in the article's order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chatbot.prompt import split_sentences
from chatbot.support.articles import Article

ITEM = r"\n(?=\d+\. |- )"
# chosen on the training and validation questions about help texts: words and sentences at most, and what a sentence's
# probability must be of the best one's
WORDS, MOST, LEAST = 55, 4, 0.05
PLAINLY, WITH_FIRST = 5, 72  # times as probable as any other, and words at most of such a one beside the first
SHORT, LONG = 3, 45  # words below which a sentence tells nothing, and above which it is a list


def sentences_of(article: Article) -> list[tuple[int, str]]:
    """(number of the paragraph, sentence) as plain text. A list whose items are no sentences is one, with what leads to
    it."""
    found: list[tuple[int, str]] = []
    lead = ""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", article.body)):
        lines = [" ".join(re.sub(r"[*_`#>]|^\d+\. |^- ", "", x).split()) for x in re.split(ITEM, paragraph)]
        if len(lines) > 1 and not all(line.endswith((".", "!", "?")) for line in lines):
            lines = [f"{lead} {'; '.join(line.rstrip('.') for line in lines)}.".strip()]
        elif lead:
            lines[0] = f"{lead} {lines[0]}"
        lead = lines[0] if len(lines) == 1 and lines[0].endswith(":") else ""
        if not lead:
            found += [(number, one) for line in lines for one in split_sentences(line)]
    return found


def sayable(article: Article) -> list[str]:
    """The pieces of an article that can be said alone: sentences, a question with what answers it; no long list."""
    pieces: list[str] = []
    for _, sentence in sentences_of(article):
        if pieces and pieces[-1].endswith("?"):
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    first, *rest = pieces
    return [first, *(piece for piece in rest if SHORT <= len(piece.split()) <= LONG)]


def in_short(article: Article, shares: Mapping[str, float], words: int = WORDS) -> str:
    """shares: how probable each sentence is the answer. words: at most, beside the first sentence."""
    pieces = sayable(article)
    worth = [max((shares.get(sentence, 0.0) for sentence in split_sentences(piece)), default=0.0) for piece in pieces]
    said = {0}  # what the article is about
    for at in sorted(range(1, len(pieces)), key=lambda at: -worth[at]):
        if len(said) == MOST or worth[at] < LEAST * max(worth):
            break
        rest = [worth[other] for other in range(1, len(pieces)) if other != at]
        plainly = len(said) == 1 and worth[at] >= PLAINLY * max(rest, default=0.0)
        if sum(len(pieces[one].split()) for one in said | {at}) <= (max(words, WITH_FIRST) if plainly else words):
            said.add(at)
    return " ".join(pieces[at] for at in sorted(said))
