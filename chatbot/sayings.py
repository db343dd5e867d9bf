"""How limits are said: `about heists`, `no zombies`, `not too violent`, `under 120 minutes`."""

from __future__ import annotations

from chatbot.explain import say_theme
from chatbot.types import Constraints

# scale -> what is said of much of it, and of little where that has a word of its own
QUALITIES = {
    "violence": ("violent", ""), "scariness": ("scary", ""), "sadness": ("sad", ""), "humour": ("funny", ""),
    "pace": ("fast", "slow"), "effort": ("demanding", "light"),
}  # fmt: skip
MANY = {"age": "films for older people", "minutes": "long films"}
RECORDS = {"age": "suitable ages", "minutes": "running times"}
# themes that are a manner of telling: nothing is "about" them
STYLES = frozenset(
    "absurd humour;adaptation of a classic novel;anime;anthology;anti-war;backstage musical;"
    "based on a television series;bittersweet;black comedy;bleak;body horror;comedy of manners;"
    "comedy of remarriage;comic-book adaptation;computer animation;concert film;creature feature;cult oddity;"
    "cyberpunk;deadpan;documentary portrait;dreamlike;erotic thriller;fable;fairy tale;farce;feel-good;"
    "film noir mood;folk horror;found footage;giant adventure;gothic romance;gross-out humour;"
    "hand-drawn animation;heart-warming;historical epic;hollywood satire;intertwined stories;large ensemble;"
    "locked-room mystery;low-budget gem;magical realism;mockumentary;musical numbers;nearly one room;neo-noir;"
    "non-linear story;parody;puzzle plot;real time;remake;revenge western;satire of war;screwball;sequel;"
    "silent film;sketch comedy;slapstick;slasher;slow burn;social satire;space opera;spoof of spies;"
    "stage play on screen;stand-up comedy;stoner comedy;stop motion;stylish violence;surreal;"
    "swashbuckling adventure;sword and sorcery;tear-jerker;told in flashback;true story;twist ending;"
    "unreliable narrator;video-game adaptation;visual spectacle;whodunit;witty dialogue;workplace comedy".split(";")
)
# last words of themes that are said of several: "heists"
_COUNTED = frozenset(
    "agent alien animal battle bodyguard chase child couple crime cult curse detective doll escape expedition eye gang"
    " ghost heist house hunt invasion journey killer loop mission monster orphan quest robbery romance scam siege"
    " sleuth stalker submarine tournament triangle trip underdog vampire wedding".split()
)
_PLURALS = {"hitman": "hitmen", "werewolf": "werewolves", "child": "children", "robbery": "robberies"}


def years_in_words(low: int | None, high: int | None) -> str:
    """`from the 1990s`, `from 1994`, `from 1990 to 1994`, `from 1987 or later`."""
    if low is not None and high is not None:
        if low % 10 == 0 and high == low + 9:
            return f"from the {low}s"
        return f"from {low}" if low == high else f"from {low} to {high}"
    return f"from {low} or later" if low is not None else f"from {high} or earlier"


def say_about(theme: str) -> str:
    """A theme that is wished for: `about heists`, `slow burn`."""
    return say_theme(theme) if theme in STYLES else f"about {_several(theme)}"


def say_no(theme: str) -> str:
    return f"no {_several(theme)}"


def say_not_from(decade: str) -> str:
    return f"nothing from the {decade}"


def say_bound(measure: str, side: str, bound: int) -> str:
    """side: "at_least" or "at_most"."""
    low = side == "at_most"
    if measure == "minutes":
        return f"under {bound} minutes" if low else f"at least {bound} minutes"
    if measure == "age":
        return f"suitable from {bound}" if low else f"for {bound} and over"
    much, little = QUALITIES.get(measure, (f"high in {measure}", ""))
    if little and low and bound < 2:
        return f"very {little}" if not bound else little
    if low:
        return f"{('not', 'not too')[bound] if bound < 2 else 'not extremely'} {much}"
    return f"{('at all', 'a bit')[bound]} {much}" if bound < 2 else much if bound == 2 else f"very {much}"


def say_value(measure: str, value: int) -> str:
    """An item's own value: `94 minutes`, `suitable from 6`, `violence 1 of 3`."""
    if measure == "minutes":
        return f"{value} minutes"
    return f"suitable from {value}" if measure == "age" else f"{measure} {value} of 3"


def say_bounds(limits: Constraints) -> list[str]:
    at_least = [say_bound(measure, "at_least", bound) for measure, bound in limits.at_least.items()]
    return at_least + [say_bound(measure, "at_most", bound) for measure, bound in limits.at_most.items()]


def say_much(measure: str) -> str:
    """What a bound from above keeps out: `violence`, `long films`."""
    return MANY.get(measure, measure)


def say_record(measure: str) -> str:
    """What a catalogue has, or has not, on record."""
    return RECORDS.get(measure, f"measure of {measure}")


def _several(theme: str) -> str:
    *first, last = theme.split()
    if last in _PLURALS:
        last = _PLURALS[last]
    elif last in _COUNTED:
        last = f"{last}s"
    return say_theme(" ".join([*first, last]))


__all__ = ["QUALITIES", "say_about", "say_bound", "say_bounds", "say_much", "say_no", "say_not_from", "say_record",
           "say_value", "years_in_words"]  # fmt: skip
