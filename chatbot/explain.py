"""Why an item: evidence put into words, and the check that words claim nothing else.

The two sides are kept apart. `tell` and `plain_reason` make text from evidence; `unsupported` reads any text with
no knowledge of how it was made. Neither knows a model.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from chatbot.catalog import normalise
from chatbot.types import Evidence, Item

GENRE_NOUNS = {
    "Action": "action film", "Adventure": "adventure", "Animation": "animated film", "Children": "family film",
    "Comedy": "comedy", "Crime": "crime film", "Documentary": "documentary", "Drama": "drama", "Fantasy": "fantasy",
    "Film-Noir": "film noir", "Horror": "horror film", "Musical": "musical", "Mystery": "mystery", "Romance": "romance",
    "Sci-Fi": "science fiction film", "Thriller": "thriller", "War": "war film", "Western": "western",
}  # fmt: skip
GENRE_SAYINGS = {
    "Sci-Fi": ("science fiction", "sci fi", "scifi"), "Animation": ("animated", "animation"),
    "Children": ("family", "children"),
    "Film-Noir": ("film noir", "noir"), "Romance": ("romance", "romantic"), "Comedy": ("comedy", "comic"),
    "Musical": ("musical",), "Western": ("western",), "Documentary": ("documentary",), "Thriller": ("thriller",),
    "War": ("war",),
}  # fmt: skip
SAID_GENRES = {
    "Sci-Fi": "science fiction", "Film-Noir": "film noir", "Children": "family films", "Musical": "musicals",
    "Western": "westerns", "Documentary": "documentaries", "War": "war films", "Thriller": "thrillers",
}  # fmt: skip
# words of themes that are names: themes themselves are written small
PROPER = frozenset(
    "africa american angeles arctic asia australia chicago china christmas england europe francisco germany greece "
    "hollywood hong india iran ireland irish italy japan kong korea las latin london los mexican new paris rome russia "
    "san scandinavia scotland shakespeare spain texas tibet vegas victorian vietnam washington york zealand".split()
)
PEOPLE_FIELDS = frozenset({"director", "cast"})
DIRECTOR_WORDS = frozenset("director directed directs directing".split())
CAST_WORDS = frozenset("starring stars star cast actor actress actors played plays starred".split())
# words of the plain sentences that claim nothing either; the prompts' own glue comes on top
PLAIN_WORDS = frozenset(
    "belongs beside but came can choose choosing closest comes common dont else entry everybody far going "
    "have high i includes part series ties turns "
    "judging keep kind know learn led less limits list little looked many me most mostly my nearest new no own "
    "place points relatives say sits speaks start tend up way what while whom words yet".split()
)
SMALL_SHARE = 0.05  # a liked item below this share of the score is not worth a sentence


def say_genre(genre: str) -> str:
    """A genre as people say it inside a sentence."""
    return SAID_GENRES.get(genre, genre.lower())


def say_theme(theme: str) -> str:
    """A theme with its names in capitals: `slow burn`, `Los Angeles`."""
    return " ".join(word.capitalize() if word in PROPER else word for word in theme.split())


@dataclass(frozen=True)
class Told:
    """One piece of evidence in words; `about` are the evidence ids behind it."""

    text: str
    about: tuple[str, ...]


def tell(item: Item, evidence: Sequence[Evidence]) -> list[Told]:
    """The weightiest evidence as short lines, for a prompt."""
    lines = []
    liked = _liked(evidence)[:2]
    shared = [e for e in evidence if e.kind == "attribute" and e.item_id]
    if liked:
        lines.append(Told(f"you liked {_join([e.value for e in liked])}", tuple(e.id for e in liked)))
    titles = {e.item_id: e.value for e in evidence if e.kind == "liked_item" and e.item_id}
    for e in [e for e in shared if e.field in {*PEOPLE_FIELDS, "series"}][:1]:
        if e.item_id in titles:
            lines.append(Told(f"same {_role(e)} as {titles[e.item_id]}: {e.value}", (e.id,)))
    themes = [e for e in shared if e.field == "theme" and e.item_id in titles and e.weight > 0][:2]
    themes = [e for e in themes if e.item_id == themes[0].item_id]
    if themes:
        said = _join([say_theme(e.value) for e in themes])
        lines.append(Told(f"shared with {titles[themes[0].item_id or '']}: {said}", tuple(e.id for e in themes)))
    known = _known(evidence, {e.item_id for e in _liked(evidence)})
    if known and len(lines) == 1:  # nothing shared has a name
        said = _join([e.value for e in known])
        lines.append(Told(f"shared with {titles[known[0].item_id or '']}: {said}", tuple(e.id for e in known)))
    genres = [e for e in evidence if e.kind == "attribute" and e.field == "genre"][:2]
    if genres:
        lines.append(Told(f"genre: {_join([_as_kind(e.value) for e in genres])}", tuple(e.id for e in genres)))
    for e in [e for e in evidence if e.kind == "constraint" and e.field != "words"][:2]:
        lines.append(Told(f"you asked for: {_said_limit(e)}", (e.id,)))
    if not liked:
        lines += [Told(e.value, (e.id,)) for e in evidence if e.kind == "popularity"]
    return lines


def subject(item: Item, evidence: Sequence[Evidence]) -> tuple[str, dict[str, str]]:
    """What a sentence should be about ("liked", "limit", or "popular" when nothing else is known), and its names."""
    liked = _liked(evidence)
    limits = [e for e in evidence if e.kind == "constraint" and e.field != "words"]
    shares = {e.item_id for e in evidence if e.kind == "attribute" and e.weight > 0}
    if liked and not (limits and liked[0].item_id not in shares):
        return "liked", {"item": item.title, "film": liked[0].value}
    if limits:
        said = _said_limit(limits[0])
        return "limit", {"item": item.title, "limit": f"{_bearer(limits[0])}{said}"}
    return "popular", {"item": item.title}


def _bearer(limit: Evidence) -> str:
    """What a limit is said of, where its words are no noun themselves: `a film about heists`."""
    if limit.field in {"year", "people", "age", "minutes"} or (limit.limit or "").startswith("about "):
        return "a film "
    return "something " if limit.limit and limit.field != "theme" else ""


# -- from evidence to a plain sentence --------------------------------------------------------------------------------

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
        " And it is {limits}, as asked.",
        " {limits_cap}, as you asked.",
    ),
    "crowd": (" People who watched {films} chose it too.", " It goes with {films} as well."),
    "knowledge": (" It also shares {unnamed} with that film.", " It shares {unnamed} with that film, too."),
}


def plain_reason(item: Item, evidence: Sequence[Evidence], variant: int = 0) -> str:
    """A true sentence or two from the evidence alone. variant: neighbours in a list get different ones."""
    liked = [e for e in _liked(evidence) if e.weight >= SMALL_SHARE] or _liked(evidence)[:1]
    titles: dict[str | None, str] = {e.item_id: e.value for e in liked}
    shared = [e for e in evidence if e.kind == "attribute" and e.item_id in titles]
    people = [e for e in shared if e.field in PEOPLE_FIELDS]
    series = next((e for e in shared if e.field == "series"), None)
    themes = [e for e in shared if e.field == "theme" and e.weight > 0][:2]
    themes = [e for e in themes if e.item_id == themes[0].item_id]
    genres = [e for e in evidence if e.kind == "attribute" and e.field == "genre" and e.item_id in titles]
    known = _known(evidence, titles)
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
        words |= {"themes": _join([say_theme(e.value) for e in themes]), "film": titles[themes[0].item_id]}
    elif known:
        lead = "knowledge"
        words |= {"film": titles[known[0].item_id]}
    elif liked and genres and variant % 2 == 0:
        lead, shown = "genre", genres[0].value
        noun = GENRE_NOUNS.get(genres[0].value, f"{genres[0].value} title")
        words |= {"film": titles[genres[0].item_id], "genre": noun, "a_genre": _with_article(noun)}
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
    words["films"] = _join(rest[:2])
    words["unnamed"] = _join([e.value for e in known])
    limits = [e for e in limits if e.value != shown]
    words["limits"] = ", ".join([_said_limit(e) for e in limits[:2]])
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
            return f"{(e.field or 'fact').capitalize()}: {_said(e)}, shared with what you {taste}"
        case "attribute":
            return f"{(e.field or 'fact').capitalize()}: {_said(e)}"
        case "knowledge" if e.item_id:
            return f"It shares {e.value} with what you like"
        case "constraint":
            if e.field == "words":
                return f"Close to your words “{e.value}”"
            fact = f" ({e.value})" if e.limit and e.field != "theme" else ""
            return f"You asked for: {_said_limit(e)}{fact}"
        case "popularity":
            return f"Well known: {e.value}"
        case _:
            return e.value


def _as_kind(genre: str) -> str:
    """A genre before the word film: `thriller`, `family`."""
    return GENRE_SAYINGS.get(genre, (genre.lower(),))[0]


def _said_limit(e: Evidence) -> str:
    if e.limit:
        return e.limit
    if e.field == "genre":
        return say_genre(e.value)
    if e.field == "people":
        return f"with {e.value}"
    return f"no {say_genre(e.value.removeprefix('no '))}" if e.field == "not_genre" else e.value


def _pick(options: Sequence[str], variant: int, words: dict[str, str]) -> str:
    full = dict(words)
    for key in ("a_genre", "films", "limits", "known", "themes"):
        if full.get(key):
            full[f"{key}_cap"] = full[key][0].upper() + full[key][1:]
    return options[variant % len(options)].format(**full)


def _liked(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Liked items, heaviest first; one that shares a fact with this item goes before one that shares nothing."""
    evidence = list(evidence)
    kin = {e.item_id for e in evidence if e.kind == "attribute" and e.weight > 0}
    found = [e for e in evidence if e.kind == "liked_item" and e.item_id and e.weight > 0]
    return sorted(found, key=lambda e: (e.item_id not in kin or e.weight < SMALL_SHARE / 2, -e.weight))


def _known(evidence: Iterable[Evidence], liked: Container[str | None]) -> list[Evidence]:
    """Whom the item shares, unnamed, with the first of these liked items that it shares anybody with."""
    found = [e for e in evidence if e.kind == "knowledge" and e.item_id in liked]
    return [e for e in found if e.item_id == found[0].item_id]


def _said(e: Evidence) -> str:
    return say_theme(e.value) if e.field == "theme" else e.value


def _role(e: Evidence) -> str:
    return {"cast": "actor"}.get(e.field or "", e.field or "")


def _join(values: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(values[:-1]), values[-1]])) if values else ""


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


# -- the checker ------------------------------------------------------------------------------------------------------

_ROLE_NEAR = 3  # words between a person and the word for their part
_LINKS = frozenset(
    "like liked loved enjoyed rated as if of with to for from and or someone who when since because".split()
)
_JUDGING = frozenset("liked loved enjoyed rated love enjoy".split())
_JUDGED = _JUDGING - {"love", "enjoy"}  # "you might enjoy it" says nothing of what was
_BEFORE_JUDGING = frozenset("which that you ve have also both a film movie one".split())
_CHOOSING = frozenset("watched watch picked pick chose choose chosen".split())
_OTHERS = frozenset("people those many others they".split())
_ASKING = frozenset("asked wanted wished want wish mentioned asking looking".split())
_JOINING = frozenset("and or the a an for both to in".split())
_BEARERS = frozenset("film movie something".split())
_BEING = frozenset("is are was were has have film films movie movies makes goes gave share shares".split())
_PART_WORDS = DIRECTOR_WORDS | CAST_WORDS | {"with", "by", "same"}


def unsupported(text: str, item: Item, evidence: Sequence[Evidence], glue: frozenset[str]) -> list[str]:
    """Claims in `text` that the evidence does not carry; empty when every one is.

    Names from the evidence are recognised and must stand in their own part: a person as director or cast, a liked
    title as liked (nothing is said *about* it), a limit as asked for. Every other word must be `glue`, which claims
    nothing. A text that names no evidence at all claims nothing either, and is refused as empty.
    """
    words = _typed(text, item, evidence)
    problems = [w.text for w in words if not w.kinds and w.text not in glue and w != _STOP]
    problems += [f"{w.text}: {why}" for at, w in enumerate(words) if (why := _misplaced(words, at))]
    problems += _false_sameness(text, evidence)
    problems += _false_sharing(words, evidence)
    if not any(w.kinds - {"item", "role"} for w in words):
        problems.append("names no evidence")
    return problems


@dataclass(frozen=True)
class _Word:
    """A word, or a whole name with the parts that the evidence gives it."""

    text: str
    kinds: frozenset[str]


_STOP = _Word(";", frozenset())


def _typed(text: str, item: Item, evidence: Sequence[Evidence]) -> list[_Word]:
    """The text as words and names, with a stop between clauses."""
    names = _names(item, evidence)
    words: list[_Word] = []
    for clause in text.split(";"):
        words += [*([_STOP] if words else []), *_clause(normalise(clause).split(), names)]
    return words


def _clause(tokens: Sequence[str], names: Mapping[str, set[str]]) -> list[_Word]:
    """The longest name wins."""
    longest = max((len(name.split()) for name in names), default=1)
    words, at = [], 0
    while at < len(tokens):
        for size in range(min(longest, len(tokens) - at), 0, -1):
            name = " ".join(tokens[at : at + size])
            if name in names or size == 1:
                words.append(_Word(name, frozenset(names.get(name, ()))))
                at += size
                break
    return words


def _names(item: Item, evidence: Sequence[Evidence]) -> dict[str, set[str]]:
    """Normalised name -> the parts in which the evidence lets it appear."""
    names: dict[str, set[str]] = {}

    def add(kind: str, *values: str) -> None:
        for value in filter(None, map(normalise, values)):
            names.setdefault(value, set()).add(kind)

    add("item", item.title, item.label)
    for e in evidence:
        if e.kind in {"liked_item", "disliked_item"} and e.item_id:
            add("liked" if e.kind == "liked_item" else "disliked", e.value)
            if e.kind == "liked_item" and e.field == "crowd":
                add("crowd", e.value)
        elif e.kind == "attribute" and e.field == "genre":
            add("genre", e.value, say_genre(e.value), *GENRE_SAYINGS.get(e.value, ()))
        elif e.kind == "attribute":
            add(e.field or "fact", e.value)
            if e.field == "series":
                add("series", "series")
            if e.field in PEOPLE_FIELDS:
                add("role", *(DIRECTOR_WORDS if e.field == "director" else CAST_WORDS))
        elif e.kind == "constraint" and e.field != "words":
            add("fact" if e.limit else "limit", e.value)  # nobody asked for the item's own 94 minutes
            add("limit", _said_limit(e), *(_said_limit(e).removeprefix(word) for word in ("from ", "about ")))
            if e.field == "genre":
                add("limit", *GENRE_SAYINGS.get(e.value, ()))
        else:
            add(e.kind, e.value)
    return names


def _misplaced(words: Sequence[_Word], at: int) -> str:
    """Why the name at this place says something that the evidence does not; empty when it is in its place."""
    kinds = words[at].kinds
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    near = {w.text for w in words[max(0, at - _ROLE_NEAR) : at + _ROLE_NEAR]}
    verb = _verb_of(words, at)
    if kinds & {"liked", "disliked", "director", "cast"} and "item" not in kinds and after and after[0].text in _BEING:
        return "something is said about it"
    if kinds and kinds <= {"liked", "disliked", "crowd"}:
        if verb in _CHOOSING and "crowd" not in kinds:
            return "nobody is known to have chosen both"
        if verb not in _CHOOSING and not (before and (before[0].text in _LINKS or before[0].kinds & {"liked"})):
            return "stands without a tie"
    if words[at].text in _JUDGED and not _judges_a_liked_one(words, at):
        return "says of something else that it was liked"
    if words[at].text in _JUDGING and _of_others(words, at):
        return "is not known of other people"
    if "disliked" in kinds and "liked" not in kinds and verb in _JUDGING:
        return "is not liked"
    if verb in _JUDGING and kinds and not kinds & {"liked", "role"} and kinds != {"item"}:
        return "is not what was judged"
    if kinds == {"item"} and before and before[0].text in _JUDGING:
        return "is not liked yet"
    if verb in _ASKING and kinds and not kinds & {"limit", "role"}:
        return "is not what was asked for"
    if words[at].text in _ASKING and not _asked_for(words, at):
        return "nothing of the kind was asked for"
    said = [n for n in range(at) if words[n].text == words[at].text and _verb_of(words, n) not in _ASKING]
    if kinds - {"role", "item"} and said:
        return "is said again"
    person = kinds & {"director", "cast"}
    if person and not near & _PART_WORDS:
        return "has no part"
    if (person == {"cast"} and near & DIRECTOR_WORDS) or (person == {"director"} and near & CAST_WORDS):
        return "has another part"
    return ""


def _judges_a_liked_one(words: Sequence[_Word], at: int) -> bool:
    """`liked X`, or `X, which you liked`; not `this is one you liked`."""
    after = next((w for w in words[at + 1 :] if w.kinds or w.text not in _JOINING), None)
    before = next((w for w in reversed(words[:at]) if w.text not in _BEFORE_JUDGING), None)
    return any(w is not None and bool(w.kinds & {"liked", "disliked"}) for w in (after, before))


def _verb_of(words: Sequence[_Word], at: int) -> str:
    """The word of liking, asking or choosing whose object this is: only names and joining words stand between."""
    for word in reversed(words[:at]):
        if word.text in _JUDGING | _ASKING | _CHOOSING:
            return word.text
        if not word.kinds and word.text not in _JOINING:
            return ""
    return ""


def _of_others(words: Sequence[_Word], at: int) -> bool:
    """Whether this verb is about other people: the nearest person before it is not `you`."""
    return next((w.text in _OTHERS for w in reversed(words[:at]) if w.text in _OTHERS | {"you"}), False)


def _asked_for(words: Sequence[_Word], at: int) -> bool:
    """`asked for LIMIT`, or `LIMIT … as you asked`."""
    after = next((w for w in words[at + 1 :] if w.kinds or w.text not in _JOINING | _BEARERS), None)
    if after is not None and "limit" in after.kinds:
        return True
    said_before = [w.text for w in words[max(0, at - 2) : at]]
    return "as" in said_before and any("limit" in w.kinds for w in words[:at])


def _false_sameness(text: str, evidence: Sequence[Evidence]) -> list[str]:
    """`the same director as X` needs evidence that ties that fact to X."""
    low = f" {normalise(text)} "
    titles = {normalise(e.value): e.item_id for e in evidence if e.kind == "liked_item" and e.item_id}
    problems = []
    for match in re.finditer(r" same (director|actor|actress|cast|genre|series|theme) (?:as|of) ", low):
        field = {"actor": "cast", "actress": "cast"}.get(match[1], match[1])
        named = [item_id for name, item_id in titles.items() if low[match.end() :].startswith(f"{name} ")]
        if not any(e.kind == "attribute" and e.field == field and e.item_id in named for e in evidence):
            problems.append(f"the same {match[1]}")
    return problems


def _false_sharing(words: Sequence[_Word], evidence: Sequence[Evidence]) -> list[str]:
    """Somebody without a name is only ever shared, and needs evidence that ties them to the film it is shared with."""
    titles = {e.item_id or "": normalise(e.value) for e in evidence if e.kind == "liked_item"}
    tied = {(normalise(e.value), titles.get(e.item_id or "")) for e in evidence if e.kind == "knowledge"}
    unnamed = [(at, word.text) for at, word in enumerate(words) if word.kinds == {"knowledge"}]
    wrong = [text for at, text in unnamed if (text, _shared_with(words, at)) not in tied]
    for at, word in enumerate(words):  # `shares a director with FILM`: only a name can be checked
        named = words[at + 1].kinds & PEOPLE_FIELDS if at + 1 < len(words) else False
        if word.kinds == {"role"} and not named and _shared_with(words, at):
            wrong.append(word.text)
    return [f"{text}: is not known to be shared" for text in wrong]


def _shared_with(words: Sequence[_Word], at: int) -> str:
    """The film that this place says something is shared with; empty when it says no such thing.

    `shares X and Y with FILM`, `in common with FILM: X`; `that film`, or none, is the one liked film before.
    """
    start = end = at
    while start and _in_a_row(words[start - 1]):
        start -= 1
    while end + 1 < len(words) and _in_a_row(words[end + 1]):
        end += 1
    before, after = [w.text for w in words[:start]], [w.text for w in words[end + 1 :]]
    if before[-4:-1] == ["in", "common", "with"]:
        return before[-1]
    if before[-1:] not in (["share"], ["shares"]):
        return ""
    if after[:1] == ["with"] and after[1:3] != ["that", "film"]:
        return after[1] if len(after) > 1 else ""
    named = {w.text for w in words[:start] if "liked" in w.kinds}
    return named.pop() if len(named) == 1 else ""


def _in_a_row(word: _Word) -> bool:
    return "knowledge" in word.kinds or word.text in {"and", "a", "an", "the", "its"}
