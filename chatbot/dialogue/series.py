"""series: films that belong together, for whoever refuses them by the name they share: "nothing with Harry Potter"."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.catalog import Catalog, normalise
from chatbot.types import Item

_NO_NAME = frozenset({"the", "trilogy", "series", "saga", "original", "films", "movies", "franchise"})


def called(words: str, item_id: str, catalog: Catalog) -> tuple[str, ...]:
    """Ids of the whole series where the words name it and none of its films alone; else nothing."""
    if item_id not in catalog or _name(words) == _name(catalog[item_id].title):
        return ()
    mine = {name for name in catalog[item_id].facts.get("series", ()) if _name(name) == _name(words)}
    return tuple(item.item_id for item in catalog if mine & {*item.facts.get("series", ())})


def mates(items: Iterable[str], catalog: Catalog) -> frozenset[str]:
    """The other films of the series that these films begin: who will not have Shrek has no need of Shrek 2."""
    begun = {
        name
        for item in items
        if item in catalog
        for name in catalog[item].facts.get("series", ())
        if _name(name) == _name(catalog[item].title)
    }
    if not begun:
        return frozenset()
    return frozenset(item.item_id for item in catalog if begun & {*item.facts.get("series", ())})


def beside(item: Item, catalog: Catalog) -> tuple[Item, ...]:
    """The other films of the series of this one."""
    mine = {*item.facts.get("series", ())}
    return (
        tuple(other for other in catalog if other != item and mine & {*other.facts.get("series", ())}) if mine else ()
    )


def _name(words: str) -> tuple[str, ...]:
    return tuple(word for word in normalise(words).split() if word not in _NO_NAME)
