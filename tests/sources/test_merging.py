"""One film is one row, and one person is written one way."""

from tests.sources.film_rows import film


def test_one_person_is_written_one_way(build):
    items, _ = build(
        film(cast=["Penélope Cruz"]),
        film("B", cast=["Penélope Cruz", 'Dwayne "The Rock" Johnson']),
        film("C", cast=["Penelope Cruz", "Dwayne Johnson"]),
    )
    assert {name for item in items.values() for name in item.facts["cast"]} == {"Penélope Cruz", "Dwayne Johnson"}


def test_twins_are_merged_and_remakes_are_not(build):
    items, notes = build(
        film("Romeo + Juliet", 1996, movielens_id=1059, ratings_in_latest_small=58),
        film("Romeo and Juliet", 1996, ml100k_id=421, ratings_in_100k=106, cast=["Claire Danes"], genres=["Drama"]),
        film("Romeo and Juliet", 1968),
    )
    assert set(items) == {"Romeo and Juliet (1968)", "Romeo + Juliet (1996)"}
    merged = items["Romeo + Juliet (1996)"]
    assert merged.alt_titles == ("Romeo and Juliet",)
    assert merged.source_ids == {"ml100k": ("421",), "movielens": ("1059",)}
    assert (merged.known, merged.genres, merged.facts) == (164, ("Drama", "Horror"), {"cast": ("Claire Danes",)})
    assert notes == ["Romeo and Juliet (1996): merged into Romeo + Juliet (1996)"]
