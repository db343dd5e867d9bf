"""A film of a few that is called by a word of it: "the one of the postman", "and in the red, who is there?".

Words of titles tell most; of what is on record beside, only those behind "the one with". Where two fit, none is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chatbot.catalog import normalise
from chatbot.dialogue.cues import EMPTY, ORDINALS
from chatbot.dialogue.forms import QUESTION
from chatbot.dialogue.linking import Mention
from chatbot.types import Item

TITLE, TEXT = 2, 4  # letters of a word of a title, and of one of what is told of a film
NEAR = 2  # films last spoken of that half a title may mean
_THE_ONE = re.compile(
    r"\b(?:(?:the|that|this) (?:one|film|movie|picture)(?: here| there)?"
    r"|one of (?:his|hers|theirs|them|these|those)) (?:of|with|about|on|in|where|from)"
    r"(?P<told>(?: (?:the|a|an|that|his|her|and|some|all))*(?: (?!and\b|but\b|is\b|was\b|has\b)[a-z'-]+){1,3})"
)
_HALF = re.compile(r"\b(?:the|that) (?P<told>[a-z'-]{3,})(?: one| film| movie)?(?![\w'-])")
# the same with a word that may be a name as well: "the condor one", and no film with Lana Condor
_THE_WORD_ONE = re.compile(r"\b(?:the|that) (?P<word>[^\W\d_][\w'-]{2,}) (?:one|film|movie|picture)\b")
# a title of one word that is a first name too: "who's in Michael?"
_IN_ONE = re.compile(r"\b(?:in|of|about|directed|made|wrote) (?P<word>[^\W\d_][\w'-]{2,})(?=\s*(?:[?.,;!]|$))")
# one of the list refused by half its title: "Not Oz. We had it every Christmas"
_NOT_THAT = re.compile(
    r"(?:^|[.,;!?] )(?:but )?(?:not|no|without|anything but) (?:the |that )?"
    r"(?P<told>(?!(?:funny|sad|scary|long|short|old|new|good|bad|dark|happy|sure|way|problem|thanks|today|tonight)\b)"
    r"[a-z'-]{2,})(?=\W*(?:$|[.,;!?]))"
)
# what follows "the" in talk about any film
_OF_ANY = EMPTY | frozenset(
    "film films movie movies cast director actor actors actress year story plot music list title titles other others"
    " same woman man lady hero girl boy world whole way house name part end life death day war love money people road"
    " city town children kids service account plan price wife husband family job work question answer page app".split()
)


def by_words(
    masked: str, mentions: Sequence[Mention], shown: Sequence[Item], spoken: Sequence[Item], kin: Sequence[Item]
) -> list[Mention]:
    """The film that is meant, if any. kin: others of the series of the film last spoken of."""
    if any(m.kind == "item" for m in mentions):
        return []
    taken = [(m.start, m.end) for m in mentions]
    for match in _THE_ONE.finditer(masked):
        for among in (spoken, shown):
            if len(among) > 1 and (item := _alone(match["told"], among, text=True)):
                return [Mention("item", item.item_id, *match.span())]
    for match in _NOT_THAT.finditer(masked):
        if item := _alone(match["told"], shown, text=False):
            return [Mention("item", item.item_id, match.start("told"), match.end())]
    if not spoken or not QUESTION.search(masked):
        return []
    others = [item for item in kin if item not in spoken[:NEAR]]
    for match in _HALF.finditer(masked):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        if item := _alone(match["told"], [*spoken[:NEAR], *others], text=False):
            return [Mention("item", item.item_id, *match.span())]
    return []


def by_title_word(low: str, known: Sequence[Item]) -> list[Mention]:
    """The one film of those whose title has the word of `the condor one`, or is it. low: the text with its names."""
    once = list({item.item_id: item for item in known}.values())
    for match in _THE_WORD_ONE.finditer(low):
        if item := _alone(match["word"].removesuffix("'s"), once, text=False):
            return [Mention("item", item.item_id, *match.span())]
    for match in _IN_ONE.finditer(low) if QUESTION.search(low) else ():
        if titled := [item for item in once if normalise(item.title) == match["word"]]:
            return [Mention("item", titled[0].item_id, match.start("word"), match.end())]
    return []


def _alone(told: str, items: Sequence[Item], text: bool) -> Item | None:
    """The one item that these words fit; its title first."""
    words = [w for w in normalise(told).split() if w not in _OF_ANY and w not in ORDINALS]
    for of, letters in ((_titles, TITLE), (_texts, TEXT))[: 1 + text]:
        fits = [item for item in items if any(_is_in(w, of(item)) for w in words if len(w) >= letters)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            return None
    return None


def _titles(item: Item) -> Iterable[str]:
    return normalise(" ".join((item.title, *item.alt_titles))).split()


def _texts(item: Item) -> Iterable[str]:
    return normalise(" ".join((item.description, *item.facts.get("theme", ())))).split()


def _is_in(word: str, words: Iterable[str]) -> bool:
    """Whether a word stands there, in the singular or in the plural."""
    return any(
        word == other or (len(word) >= TEXT and word in {f"{other}s", other.removesuffix("s")}) for other in words
    )
