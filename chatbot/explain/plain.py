"""Evidence into plain sentences: true by construction, and what stands in wherever a written one claims more."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.explain.terms import GENRE_NOUNS, PEOPLE_FIELDS, join, say_theme, with_article
from chatbot.explain.told import SMALL_SHARE, known_of, liked_of, said_limit, said_value
from chatbot.types import Evidence, Item

_LEADS = {
    "director": (
        "Same director as {film}, {person}.",
        "Directed by {person}, like {film}.",
        "You liked {film}, and this one is directed by {person} too.",
        "It comes from the director of {film}, {person}.",
    ),
    "cast": (
        "Like {film}, its cast includes {person}.",
        "You liked {film}; here is another film with {person}.",
        "It shares {person} with {film}.",
        "With {person}, whom you know from {film}.",
    ),
    "series": (
        "It belongs to the same series as {film}.",
        "You liked {film}, and this one is part of the same series.",
        "The same series as {film}.",
    ),
    "theme": (
        "What ties it to {film}: {themes}.",
        "It has this in common with {film}: {themes}.",
        "{themes_cap}: in that it is close to {film}.",
        "You liked {film}; this one shares {themes} with it.",
        "Like {film}, it turns on {themes}.",
    ),
    "knowledge": (
        "It shares {unnamed} with {film}.",
        "You liked {film}; this one shares {unnamed} with that film.",
        "In common with {film}: {unnamed}.",
        "This one shares {unnamed} with {film}.",
    ),
    "genre": (
        "You liked {film}; this is {a_genre} as well.",
        "{a_genre_cap}, like {film}.",
        "Close company for {film}: {a_genre} too.",
        "If {film} worked for you, here is another {genre}.",
    ),
    "crowd": (
        "People who watched {films} often watched this too.",
        "It goes with {films}: many of the same people chose it.",
        "Because of {films}: the same people keep choosing this one.",
        "Those who picked {films} tend to pick this as well.",
    ),
    "kin": (  # one of the two was never rated: the tie runs through the films most like it
        "Films of its kind go with films like {films}.",
        "Judging by their closest relatives, it sits well with {films}.",
        "Close in kind to what people choose beside films like {films}.",
        "Because of {films}, going by films of the same kind.",
    ),
    "limit": (
        "It fits what you asked for: {limits}.",
        "As you asked: {limits}.",
        "{limits_cap}, as you wanted.",
        "Within your limits: {limits}.",
    ),
    "words": (
        "Among the nearest in my list to your words: “{wish}”.",
        "Your words “{wish}” led here.",
        "Of all I have, its entry comes close to “{wish}”.",
        "I looked for “{wish}”, and this came up high.",
    ),
    "first": (
        "I don't know your taste yet; this one is {known}.",
        "A place to start while I learn your taste: {known}.",
        "{known_cap}, which is all I can go by so far.",
        "No taste to go by yet, but it is {known}.",
    ),
    "popular": (
        "It is {known}, and little else speaks for it.",
        "What speaks for it most: {known}.",
        "{known_cap}; your own taste has less to say here.",
        "Mostly because it is {known}.",
    ),
}
_NAMED_TIES = frozenset({"director", "cast", "theme", "series"})
_TAILS = {
    "limit": (
        " It keeps to what you asked: {limits}.",
        " And it fits: {limits}, as asked.",
        " {limits_cap}, as you asked.",
    ),
    "crowd": (" People who watched {films} chose it too.", " It goes with {films} as well."),
    "knowledge": (" It also shares {unnamed} with that film.", " It shares {unnamed} with that film, too."),
}


def plain_reason(item: Item, evidence: Sequence[Evidence], variant: int = 0) -> str:
    """A true sentence or two from the evidence alone. variant: neighbours in a list get different ones."""
    liked = [e for e in liked_of(evidence) if e.weight >= SMALL_SHARE] or liked_of(evidence)[:1]
    titles: dict[str | None, str] = {e.item_id: e.value for e in liked}
    shared = [e for e in evidence if e.kind == "attribute" and e.item_id in titles]
    people = [e for e in shared if e.field in PEOPLE_FIELDS]
    series = next((e for e in shared if e.field == "series"), None)
    themes = [e for e in shared if e.field == "theme" and e.weight > 0][:2]
    themes = [e for e in themes if e.item_id == themes[0].item_id]
    genres = [e for e in evidence if e.kind == "attribute" and e.field == "genre" and e.item_id in titles]
    known = known_of(evidence, titles)
    limits = [e for e in evidence if e.kind == "constraint" and e.field != "words"]
    wish = next((e.value for e in evidence if e.kind == "constraint" and e.field == "words"), "")
    chosen_together = [e for e in liked if e.field == "crowd"]
    crowd = bool(chosen_together)
    liked = chosen_together or liked
    words, shown = {"wish": wish}, ""
    if series:
        lead = "series"
        words |= {"film": titles[series.item_id]}
    elif people and not (themes and variant % 3 == 2):
        shown = people[0].value
        lead = people[0].field if people[0].field in _LEADS else "cast"
        words |= {"person": people[0].value, "film": titles[people[0].item_id]}
    elif themes:
        lead = "theme"
        words |= {"themes": join([say_theme(e.value) for e in themes]), "film": titles[themes[0].item_id]}
    elif known:
        lead = "knowledge"
        words |= {"film": titles[known[0].item_id]}
    elif liked and genres and variant % 2 == 0:
        lead, shown = "genre", genres[0].value
        noun = GENRE_NOUNS.get(genres[0].value, f"{genres[0].value} title")
        words |= {"film": titles[genres[0].item_id], "genre": noun, "a_genre": with_article(noun)}
    elif liked:
        lead = "crowd" if crowd else "kin"
    elif wish:
        lead = "words"
    elif limits:
        lead = "limit"
    else:
        judged = any(e.kind in {"liked_item", "disliked_item"} for e in evidence)
        lead = "popular" if judged else "first"
        words["known"] = next((e.value for e in evidence if e.kind == "popularity"), "new to everybody here")
    rest = [title for title in dict.fromkeys(e.value for e in liked) if title != words.get("film")]
    words["films"] = join(rest[:2])
    words["unnamed"] = join([e.value for e in known])
    limits = [e for e in limits if e.value != shown]
    words["limits"] = ", ".join([said_limit(e) for e in limits[:2]])
    text = _pick(_LEADS[lead], variant, words)
    if limits and lead != "limit":
        text += _pick(_TAILS["limit"], variant, words)
    elif known and lead in _NAMED_TIES and titles[known[0].item_id] == words["film"]:
        text += _pick(_TAILS["knowledge"], variant, words)
    elif rest and crowd and lead in {*_NAMED_TIES, "genre", "knowledge"} and len(text.split()) < 14:
        text += _pick(_TAILS["crowd"], variant, words)
    return text


def in_words(e: Evidence) -> str:
    """One evidence as a line of its own, for the why panel."""
    match e.kind:
        case "liked_item":
            return f"You liked {e.value}" if e.item_id else f"Your taste in {e.value}"
        case "disliked_item":
            return f"You did not like {e.value}"
        case "attribute" if e.item_id:
            taste = "like" if e.weight >= 0 else "do not like"
            return f"{(e.field or 'fact').capitalize()}: {said_value(e)}, shared with what you {taste}"
        case "attribute":
            return f"{(e.field or 'fact').capitalize()}: {said_value(e)}"
        case "knowledge" if e.item_id:
            return f"It shares {e.value} with what you like"
        case "constraint":
            if e.field == "words":
                return f"Close to your words “{e.value}”"
            fact = f" ({e.value})" if e.limit and e.field != "theme" else ""
            return f"You asked for: {said_limit(e)}{fact}"
        case "popularity":
            return f"Well known: {e.value}"
        case _:
            return e.value


def _pick(options: Sequence[str], variant: int, words: dict[str, str]) -> str:
    full = dict(words)
    for key in ("a_genre", "films", "limits", "known", "themes"):
        if full.get(key):
            full[f"{key}_cap"] = full[key][0].upper() + full[key][1:]
    return options[variant % len(options)].format(**full)
