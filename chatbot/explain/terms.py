"""The words of genres, themes and parts: how they are said in a sentence, and by which words they are known."""

from __future__ import annotations

from collections.abc import Sequence

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
    "africa american america angeles arctic asia australia chicago china christmas england europe francisco "
    "germany greece hollywood hong india iran ireland irish italy japan kong korea las latin london los mexican new "
    "paris rome russia san scandinavia scotland shakespeare spain texas tibet vegas victorian vietnam washington york "
    "zealand".split()
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


def say_genre(genre: str) -> str:
    """A genre as people say it inside a sentence."""
    return SAID_GENRES.get(genre, genre.lower())


def say_theme(theme: str) -> str:
    """A theme with its names in capitals: `slow burn`, `Los Angeles`."""
    return " ".join(word.capitalize() if word in PROPER else word for word in theme.split())


def as_kind(genre: str) -> str:
    """A genre before the word film: `thriller`, `family`."""
    return GENRE_SAYINGS.get(genre, (genre.lower(),))[0]


def join(values: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(values[:-1]), values[-1]])) if values else ""


def with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
