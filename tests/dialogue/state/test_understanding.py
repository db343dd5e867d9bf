"""What a message says, and the limits in force over several turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from chatbot.dialogue.linking import Linker
from chatbot.dialogue.state import Understanding, apply, lift, understand
from chatbot.dialogue.state.references import focus_of
from chatbot.domain import Domain
from chatbot.types import Constraints, Item

Reader = Callable[..., Understanding]
ALIEN, HEAT, JAWS, THING = "alien-1979", "heat-1995", "jaws-1975", "the-thing-1982"

# (message, {field: what it holds}); fields that are not named stay empty
JUDGEMENTS: list[tuple[str, dict[str, Any]]] = [
    ("I loved Alien", {"liked": [ALIEN]}),
    ("I loved Alien, The Thing and Jaws", {"liked": [ALIEN, THING, JAWS]}),
    ("I really like Heat", {"liked": [HEAT]}),
    ("my favourite film is Jaws", {"liked": [JAWS]}),
    ("Alien was brilliant", {"liked": [ALIEN]}),
    ("I hated Heat", {"disliked": [HEAT]}),
    ("I didn't like Alien or Jaws", {"disliked": [ALIEN, JAWS]}),
    ("can't stand Jaws", {"disliked": [JAWS]}),
    ("I don't really like Heat", {"disliked": [HEAT]}),
    ("not a fan of Jaws", {"disliked": [JAWS]}),
    ("Heat was boring", {"disliked": [HEAT]}),
    ("Jaws wasn't good", {"disliked": [JAWS]}),
    ("I loved Alien but hated Jaws", {"liked": [ALIEN], "disliked": [JAWS]}),
    ("I've already seen Heat", {"seen": [HEAT]}),
    ("saw Jaws last night", {"seen": [JAWS]}),
    ("I have never seen Jaws", {}),
    ("I haven't seen Heat yet", {}),
    ("I want to see Heat", {}),
    ("Would I like Heat?", {}),
    ("Did you like Heat?", {"others": [HEAT]}),
    ("my wife hated Jaws", {"others": [JAWS]}),
    ("my kids love Jaws", {"others": [JAWS]}),
    ("my dad hated Alien but I loved it", {"others": [ALIEN], "liked": [ALIEN]}),
    ("what if I hadn't liked Alien?", {}),
    ("Heat 4/5", {"ratings": {HEAT: 4.0}}),
    ("I'd give Heat 4/5", {"ratings": {HEAT: 4.0}}),
    ("Alien 9/10 and Jaws 3 stars", {"ratings": {ALIEN: 4.5, JAWS: 3.0}}),
    ("four stars for Jaws", {"ratings": {JAWS: 4.0}}),
    ("8 out of 10 for Alien", {"ratings": {ALIEN: 4.0}}),
    ("loved Jaws, 5 stars", {"ratings": {JAWS: 5.0}}),
    ("rate Heat 7/5", {"bad_rating": "7/5"}),
    ("rate it 7", {"bad_rating": "7"}),
    ("Heat: nan/5", {"bad_rating": "nan/5"}),
    ("Heat -3/5", {"bad_rating": "-3/5"}),
]


@pytest.mark.parametrize(("text", "wanted"), JUDGEMENTS)
def test_judgements(read: Reader, text: str, wanted: dict[str, Any]) -> None:
    said = read(text)
    for name in ("liked", "disliked", "seen", "others"):
        assert sorted(getattr(said, name)) == sorted(wanted.get(name, [])), name
    assert said.ratings == wanted.get("ratings", {})
    assert said.bad_rating == wanted.get("bad_rating")


# (message, {field of Constraints: what is added})
LIMITS: list[tuple[str, dict[str, Any]]] = [
    ("something funny", {"genres": ["Comedy"]}),
    ("a scary western", {"genres": ["Horror", "Western"]}),
    ("no horror please", {"not_genres": ["Horror"]}),
    ("not horror, not war", {"not_genres": ["Horror", "War"]}),
    ("anything but horror", {"not_genres": ["Horror"]}),
    ("no zombies", {"not_themes": ["zombies"]}),
    ("a heist film, no vampires", {"themes": ["heist"], "not_themes": ["vampire"]}),
    ("a gangster film", {"genres": ["Crime"]}),  # a word of both is the genre
    ("a whodunit", {"themes": ["whodunit"]}),  # but a theme's own name says more than the genre
    ("a black comedy", {"themes": ["black comedy"]}),  # and a longer theme is more than the genre in it
    ("no horror, a comedy", {"genres": ["Comedy"], "not_genres": ["Horror"]}),
    ("less scary", {}),
    ("my kids love Jaws", {}),
    ("1995 or later", {"year_min": 1995}),
    ("no more musicals, ever", {"not_genres": ["Musical"]}),
    ("I don't want a western", {"not_genres": ["Western"]}),
    ("comedy instead of horror", {"genres": ["Comedy"]}),
    ("a comedy but not romantic", {"genres": ["Comedy"], "not_genres": ["Romance"]}),
    ("I hate horror, I want a comedy", {"genres": ["Comedy"], "not_genres": ["Horror"]}),
    ("I don't mind horror", {}),
    ("horror is fine again", {}),
    ("No, a western", {"genres": ["Western"]}),
    ("with Tom Hanks", {"people": ["Tom Hanks"]}),
    ("nothing with Nicolas Cage", {"not_people": ["Nicolas Cage"]}),
    ("Tom Hanks but without Meg Ryan", {"people": ["Tom Hanks"], "not_people": ["Meg Ryan"]}),
    ("Heat by Michael Mann", {}),
    ("something like Alien", {"similar_to": [ALIEN]}),
    ("films similar to Heat and Jaws", {"similar_to": [HEAT, JAWS]}),
    ("in the vein of The Thing", {"similar_to": [THING]}),
    ("nothing like Jaws", {"exclude_items": [JAWS]}),
    ("not Jaws", {"exclude_items": [JAWS]}),
    # years
    ("from the 90s", {"year_min": 1990, "year_max": 1999}),
    ("a 1980s film", {"year_min": 1980, "year_max": 1989}),
    ("late seventies", {"year_min": 1975, "year_max": 1979}),
    ("70s or 80s", {"year_min": 1970, "year_max": 1989}),
    ("from 1994", {"year_min": 1994, "year_max": 1994}),
    ("between 1950 and 1960", {"year_min": 1950, "year_max": 1960}),
    ("before 1960", {"year_max": 1959}),
    ("nothing before 1980", {"year_min": 1980}),
    ("before the sixties", {"year_max": 1959}),
    ("after 2000", {"year_min": 2001}),
    ("nothing after 1999", {"year_max": 1999}),
    ("after the 90s", {"year_min": 2000}),
    ("since 2005", {"year_min": 2005}),
    ("from 2005 on", {"year_min": 2005}),
    ("up to 1970", {"year_max": 1970}),
    ("something recent", {"year_min": 2010}),
    ("an old film", {"year_max": 1979}),
    ("nothing old", {"year_min": 1980}),
    ("something set in New York", {}),
    ("anything old enough for adults", {}),
    ("not from the 80s", {"not_decades": ("1980s",)}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), LIMITS)
def test_limits(read: Reader, text: str, wanted: dict[str, Any]) -> None:
    assert read(text).add == Constraints.from_json(wanted)


@pytest.mark.parametrize(
    "text", ["forget the 90s", "any decade is fine", "the year doesn't matter", "not only the 80s"]
)
def test_years_are_taken_back(read: Reader, text: str) -> None:
    said = read(text)
    assert said.drop_years == ("year_min", "year_max") and said.add == Constraints()


def test_older_or_newer_is_fine_too(read: Reader) -> None:
    assert after(read, ("from the 90s", True), ("older is fine too", False)) == Constraints(year_max=1999)
    assert after(read, ("from the 90s", True), ("newer films are ok too", False)) == Constraints(year_min=1990)


# (message, places of the list that it points at)
POINTED = [
    ("the second one", [1]),
    ("tell me about the third", [2]),
    ("#4 please", [3]),
    ("number five", [4]),
    ("the last one", [4]),
    ("compare the first two", [0, 1]),
    ("the last three", [2, 3, 4]),
    ("both look good", [0, 1]),
    ("I have seen all of them", [0, 1, 2, 3, 4]),
    ("the first and the third", [0, 2]),
    ("the western one", [4]),
    ("the Eastwood one", [4]),
    ("is it any good?", [0]),
    ("why that one?", [0]),
    ("what did I watch last night?", []),
    ("the first time I saw snow", []),
    ("make it up as you go", []),
    ("something else", []),
]


@pytest.mark.parametrize(("text", "places"), POINTED)
def test_references_to_the_list(read: Reader, shown: list[Item], text: str, places: list[int]) -> None:
    assert read(text, shown).pointed == tuple(shown[at].item_id for at in places)
    assert read(text).pointed == (), "without a list there is nothing to point at"


def test_it_is_what_was_last_spoken_of(read: Reader, shown: list[Item]) -> None:
    assert read("who directed it?", shown, [HEAT]).pointed == (HEAT,)
    assert read("who directed it?", shown).pointed == (shown[0].item_id,)
    assert read("I saw Jaws and loved it", shown, [HEAT]).liked == (JAWS,)
    assert read("loved them", shown, [HEAT, ALIEN]).liked == (HEAT, ALIEN)


def test_manners_hold_for_what_is_pointed_at(read: Reader, shown: list[Item]) -> None:
    first, second, third = (item.item_id for item in shown[:3])
    assert read("loved the first one, hated the second", shown).liked == (first,)
    assert read("loved the first one, hated the second", shown).disliked == (second,)
    assert read("the third one was awful", shown).disliked == (third,)
    assert read("I've seen the first two", shown).seen == (first, second)
    assert read("more like the second", shown).add.similar_to == (second,)
    assert read("not the second one", shown).add.exclude_items == (second,)
    assert read("5 stars", shown, [HEAT]).ratings == {HEAT: 5.0}
    assert read("5 stars", shown).ratings == {first: 5.0}


@pytest.mark.parametrize("text", ["not those", "none of these", "something else", "others please", "surprise me", "no"])
def test_something_else_limits_nothing(read: Reader, shown: list[Item], text: str) -> None:
    said = read(text, shown)
    assert said.something_else
    assert apply(Constraints(genres=("Comedy",)), said, fresh=False) == Constraints(genres=("Comedy",))


def test_older_and_newer_go_on_from_the_years_in_force(read: Reader, shown: list[Item]) -> None:
    nineties = Constraints(year_min=1990, year_max=1999)
    assert apply(nineties, read("older", shown), fresh=False) == Constraints(year_max=1989)
    assert apply(nineties, read("newer ones", shown), fresh=False) == Constraints(year_min=2000)
    assert apply(Constraints(), read("older", shown), fresh=False) == Constraints(year_max=1989)
    assert apply(Constraints(), read("newer"), fresh=False) == Constraints(year_min=2010)


# -- several turns ----------------------------------------------------------------------------------------------------

Turns = Sequence[tuple[str, bool]]  # (message, whether it is a new wish)


def after(read: Reader, *turns: tuple[str, bool]) -> Constraints:
    state = Constraints()
    for text, fresh in turns:
        state = apply(state, read(text), fresh)
    return state


def test_limits_add_up(read: Reader) -> None:
    state = after(read, ("something funny", True), ("from the 90s", False), ("no romance", False))
    assert state == Constraints(genres=("Comedy",), not_genres=("Romance",), year_min=1990, year_max=1999)


def test_a_new_wish_keeps_only_refusals(read: Reader) -> None:
    state = after(
        read,
        ("a western from the 60s with John Wayne", True),
        ("no romance, nothing with Tom Hanks, not Heat", False),
        ("something funny", True),
    )
    assert state == Constraints(
        genres=("Comedy",), not_genres=("Romance",), not_people=("Tom Hanks",), exclude_items=(HEAT,)
    )


def test_the_last_word_on_a_matter_counts(read: Reader) -> None:
    assert after(read, ("no horror", False), ("actually horror", False)).genres == ("Horror",)
    assert after(read, ("no horror", False), ("actually horror", False)).not_genres == ()
    assert after(read, ("horror", False), ("no horror", False)) == Constraints(not_genres=("Horror",))
    assert after(read, ("no horror", False), ("horror is fine", False)) == Constraints()
    assert after(read, ("with Tom Hanks", False), ("without Tom Hanks", False)).people == ()
    assert after(read, ("not Jaws", False), ("something like Jaws", False)).exclude_items == ()


def test_instead_replaces(read: Reader) -> None:
    assert after(read, ("something funny", True), ("scary instead", False)).genres == ("Horror",)
    assert after(read, ("something funny", True), ("scary", False)).genres == ("Comedy", "Horror")
    assert after(read, ("Tom Hanks", True), ("Meg Ryan instead", False)).people == ("Meg Ryan",)


def test_one_instead_of_another_refuses_nothing(read: Reader) -> None:
    assert after(read, ("musicals", True), ("westerns instead of musicals", False)) == Constraints(genres=("Western",))
    assert after(read, ("Tom Hanks", True), ("Meg Ryan instead of Tom Hanks", False)).people == ("Meg Ryan",)
    assert after(read, ("heists", True), ("vampires rather than heists", False)).themes == ("vampire",)


def test_years_are_replaced_not_narrowed(read: Reader) -> None:
    assert after(read, ("from the 90s", False), ("before 1980", False)) == Constraints(year_max=1979)
    assert after(read, ("from the 90s", False), ("forget the 90s", False)) == Constraints()
    assert after(read, ("funny, from the 90s", False), ("any decade", False)) == Constraints(genres=("Comedy",))


def test_themes_add_up_and_are_taken_back(read: Reader) -> None:
    assert after(read, ("heists", True), ("in time travel", False)).themes == ("heist", "time travel")
    assert after(read, ("heists", True), ("something about vampires instead", False)).themes == ("vampire",)
    assert after(read, ("no zombies", True), ("zombies are fine", False)) == Constraints()
    assert after(read, ("no zombies", True), ("zombies", False)) == Constraints(themes=("zombies",))
    assert after(read, ("heists", True), ("no heists", False)) == Constraints(not_themes=("heist",))


def test_a_new_wish_keeps_what_somebody_must_be_spared(read: Reader) -> None:
    state = after(
        read, ("a slow heist under two hours, not too violent, not sad, no zombies, for my six-year-old", True),
        ("something funny", True),
    )  # fmt: skip
    assert state == Constraints(
        genres=("Comedy",), not_themes=("zombies",), at_most={"violence": 1, "sadness": 0, "age": 6}
    )


def test_patterns_are_replaced_and_dropped(read: Reader) -> None:
    assert after(read, ("like Heat", True), ("like Alien", True)).similar_to == (ALIEN,)
    assert after(read, ("like Heat", True), ("from the 80s", False)).similar_to == (HEAT,)
    assert after(read, ("like Heat and Alien", True), ("forget Heat", False)).similar_to == (ALIEN,)


def test_start_over_forgets_every_limit(read: Reader) -> None:
    assert after(read, ("a scary film, no war, not Jaws", True), ("start over", False)) == Constraints()
    assert after(read, ("a scary film", True), ("forget the limits", False)) == Constraints()
    assert after(read, ("a scary film", True), ("any genre", False)) == Constraints()


def test_forever_and_back(read: Reader) -> None:
    for text in ("never horror", "I can't stand Nicolas Cage", "no more musicals, ever", "from now on no westerns"):
        assert read(text).forever, text
    for text in ("I've never seen a western", "the best film ever made", "no horror tonight"):
        assert not read(text).forever, text
    standing = Constraints(
        not_genres=("Musical", "Horror"), not_people=("Nicolas Cage",), not_themes=("zombies",), at_most={"violence": 0}
    )
    assert lift(standing, read("zombies are fine")).not_themes == ()
    assert lift(standing, read("allow violence again")).at_most == {}
    assert lift(standing, read("musicals are ok again")).not_genres == ("Horror",)
    assert lift(standing, read("Nicolas Cage is fine")).not_people == ()
    assert lift(standing, read("no musicals")) == standing


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I'd like a slow burn heist from the 70s", ""),
        ("rainy beekeepers, under two hours, as funny as possible", "rainy beekeepers"),
        ("something like Alien with a lighthouse", "lighthouse"),
        ("nothing sad please", ""),
        ("what should I watch tonight?", ""),
        ("a funny film", ""),
        ("not too violent, beekeepers", "beekeepers"),
    ],
)
def test_the_wish_is_what_has_no_place_of_its_own(read: Reader, text: str, wish: str) -> None:
    assert read(text).wish == wish


def test_rewatching_is_asked_for_in_words(read: Reader) -> None:
    assert read("something to rewatch").show_seen
    assert read("a film I've already seen").show_seen
    assert not read("I've already seen it").show_seen


# -- what "it" means over turns ---------------------------------------------------------------------------------------


def turn(message: str, *items: str) -> dict[str, Any]:
    return {"message": message, "items": [{"item_id": item} for item in items]}


def test_focus_follows_the_talk(linker: Linker, shown: list[Item]) -> None:
    ids = [item.item_id for item in shown]
    catalog = {item.item_id: item for item in shown}
    focus = lambda *turns: focus_of(turns, linker, catalog)  # type: ignore[arg-type]  # noqa: E731
    assert focus() == ()
    assert focus(turn("something like Jaws", *ids)) == ()
    assert focus(turn("hm", *ids), turn("tell me about Jaws")) == (JAWS,)
    assert focus(turn("hm", *ids), turn("who made the third?"), turn("thanks")) == (ids[2],)
    assert focus(turn("hm", *ids), turn("who made the third?"), turn("and who is in it?")) == (ids[2],)
    assert focus(turn("hm", *ids), turn("Jaws or Heat?")) == (JAWS, HEAT)
    assert focus(turn("hm", *ids), turn("the second?"), turn("others", *ids)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4000,
        "no " * 1300,
        "not the " * 500,
        "I loved " * 500,
        "1990s " * 600,
        "not violent " * 330,
        "90 minutes " * 360,
        "under 5 " * 500,
        "," * 4000,
    ],
)
def test_no_message_takes_long_to_read(read: Reader, shown: list[Item], text: str) -> None:
    began = time.process_time()
    read(text, shown)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("never any war films, ever", Constraints(not_genres=("War",))),
        ("I don't want any horror", Constraints(not_genres=("Horror",))),
        ("I want any comedy you have", Constraints(genres=("Comedy",))),
        ("I don't do musicals. Ever.", Constraints(not_genres=("Musical",))),
        ("I do musicals all day", Constraints(genres=("Musical",))),
        ("no slashers ever", Constraints(not_themes=("slasher",))),
        ("scary films please", Constraints(genres=("Horror",))),
        ("so nothing with a wedding in it", Constraints(not_themes=("wedding",))),
        ("my boss is a shark", Constraints()),
        ("my son wants Steve Martin", Constraints(people=("Steve Martin",))),
        ("Romance please, and not Heat", Constraints(genres=("Romance",), exclude_items=("heat-1995",))),
    ],
)
def test_what_is_wanted_and_refused_in_more_words(read: Reader, text: str, wanted: Constraints) -> None:
    assert read(text).add == wanted


@pytest.mark.parametrize(
    ("text", "liked"),
    [
        ("they adore Toy Story, so do I", True),
        ("my son loves Toy Story, me too", True),
        ("I admire Toy Story", True),
        ("Toy Story, on the other hand, is a masterpiece", True),
        ("they adore Toy Story, so does she", False),
        ("my son loves Toy Story. So do something else", False),
    ],
)
def test_a_like_that_is_told_beside_somebody_elses(read: Reader, text: str, liked: bool) -> None:
    assert ("toy-story-1995" in read(text).liked) == liked


def test_who_sees_to_things_has_seen_nothing(read: Reader, shown: list[Item]) -> None:
    assert read("My husband always saw to these things", shown).seen == ()
    assert read("I saw these already", shown).seen == tuple(item.item_id for item in shown)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("take the year away", (None, None)),
        ("no year, whatever I might like", (None, None)),
        ("forget the 1970, new is fine too", (None, None)),
        ("ok forget the 2000 thing old is fine too", (None, None)),
        ("old ones are fine too", (None, 1985)),
        ("new is fine too", (1970, None)),
        ("no year of my life was worse", (1970, 1985)),
        ("forget the 90 minutes", (1970, 1985)),
    ],
)
def test_years_let_go_of(read: Reader, text: str, years: tuple[int | None, int | None]) -> None:
    after = apply(Constraints(year_min=1970, year_max=1985), read(text), False)
    assert (after.year_min, after.year_max) == years


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("then 100 min is ok", 100), ("ok make it 90 then", 90), ("make it 90s", None), ("make it 3", None)],
)
def test_minutes_in_few_words(read: Reader, text: str, minutes: int | None) -> None:
    assert apply(Constraints(), read(text), False).at_most.get("minutes") == minutes


def test_what_if_begins_a_question_and_is_a_film(read: Reader) -> None:
    assert read("and what if I hadn't said Heat").named == ("heat-1995",)
    assert read("and what if I hadn't said Heat").what_if
    assert "what-if-2013" in read("I liked What If, and Heat").named


@pytest.mark.parametrize(
    "message",
    [
        "I should like to see something good and cannot say what. My wife calls this my natural state.",
        "I want to see a film. Beyond that I have no instructions.",
        "Nothing longer than two hours, please. I open at seven.",
    ],
)
def test_talk_about_the_evening_is_no_search(read: Reader, message: str) -> None:
    assert read(message).wish == ""


@pytest.mark.parametrize(
    "message", ["a film about a dentist at sea", "I keep thinking of dentists", "my thing for dentists"]
)
def test_what_a_film_is_about_is_searched_for(read: Reader, message: str) -> None:
    assert "dentist" in read(message).wish


@pytest.mark.parametrize("message", ["I was very fond of Alien, and of Heat", "I have a soft spot for Alien and Heat"])
def test_fondness_is_a_like(read: Reader, message: str) -> None:
    assert read(message).liked == (ALIEN, HEAT)


def test_no_fondness_is_none(read: Reader) -> None:
    assert read("I was never fond of Alien").disliked == (ALIEN,)


def test_the_year_of_a_film_tells_which_is_meant(read: Reader) -> None:
    assert not read("I loved The Thing from 1982").dated
    assert read("something like The Thing from the 1990s").add.year_min == 1990


def test_whoever_only_tells_which_film_is_no_limit(read: Reader) -> None:
    assert not read("and Psycho if we're doing roll call. the Hitchcock").add.people
    assert not read("Solaris? the Tarkovsky, obviously").add.people
    assert not read("Crash 1/5 (the Haggis! not the Cronenberg, I have standards)").refused
    assert read("I loved Psycho. now the Hitchcock films").add.people == ("Alfred Hitchcock",)
    assert read("like Psycho, not by Hitchcock").add.not_people == ("Alfred Hitchcock",)


def test_which_of_a_family_name(read: Reader) -> None:
    assert read("nothing by Wilder (Billy, not Gene)").add.not_people == ("Billy Wilder",)
    assert read("something by Scott (Tony)").add.people == ("Tony Scott",)
    assert read("fill it with Agnès Varda").add.people == ("Agnès Varda",)


def test_the_years_go_with_what_else_is_let_go_of(read: Reader) -> None:
    assert read("drop the musicals and the year").drop_years == ("year_min", "year_max")
    assert not read("drop the musicals and show me the years before the war").drop_years


@pytest.mark.parametrize(
    "message", ["Titanic, the long one of 1997, we disliked", "Fargo, the one with the funny sheriff, was great"]
)
def test_what_only_tells_which_film_is_meant_limits_nothing(read: Reader, message: str) -> None:
    said = read(message)
    assert not (said.add or said.measures or said.dated) and (said.liked or said.disliked)


@pytest.mark.parametrize(
    "message",
    [
        "Two films that we love. Tano: Heat. Nunzio: Alien.",
        "Here are two films I really liked: Heat and Alien.",
        "Our favourites, then. Heat. And Alien.",
    ],
)
def test_a_heading_says_how_the_titles_behind_it_are_meant(read: Reader, message: str) -> None:
    assert read(message).liked == (HEAT, ALIEN)


def test_a_heading_speaks_for_bare_titles_alone(read: Reader) -> None:
    assert read("Films that we hated. Heat. Is Alien any good?").disliked == (HEAT,)
    assert read("Films like Heat. And Alien?").liked == ()


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ("Alien we saw in Messina in 1958, so put it away", (ALIEN,)),
        ("Heat we have seen, of course, many times.", (HEAT,)),
        ("I wept at Alien like a fountain", (ALIEN,)),
        ("my wife walked out of Heat", ()),
        ("Alien I would like to see", ()),
    ],
)
def test_what_is_said_behind_a_title_is_seen(read: Reader, message: str, seen: tuple[str, ...]) -> None:
    assert read(message).seen == seen


@pytest.mark.parametrize(
    "message",
    [
        "Good evening, sir or madam. We are two brothers, Tano and Nunzio, he with the engines, I with the ropes.",
        "And on the strength of those, what do you lay before us?",
        "On those two legs, what would you put before me?",
        "Then open the gate, young man: from 1935 on.",
        "Recommend, maestro, and let it be from before 1970.",
        "A comedy, if it is not too much trouble so late.",
        "Would you be so kind as to suggest us a film?",
    ],
)
def test_courtesies_and_who_writes_are_no_search(read: Reader, message: str) -> None:
    said = read(message)
    assert said.wish == "" and not said.unknown


@pytest.mark.parametrize(
    ("message", "wish"),
    [
        ("what do you have about beekeepers?", "beekeepers"),
        ("a film with a captain and a parrot", "captain parrot"),
        ("I am a nurse. Castles.", "castles"),
    ],
)
def test_a_wish_beside_courtesies_is_kept(read: Reader, message: str, wish: str) -> None:
    assert read(message).wish == wish


def test_who_writes_is_no_theme_and_no_title(read: Reader) -> None:
    assert read("Tano writing, his brother watches. A comedy, please").add == Constraints(genres=("Comedy",))
    assert read("Musicals here, please").add.genres == ("Musical",)
    assert read("Midnight Orchard Blues, do you know it?").unknown


@pytest.mark.parametrize(
    "message", ["No ferryman would steer so", "if it is not too much trouble", "we saw it in Messina"]
)
def test_everyday_words_are_nobody_and_no_theme(read: Reader, message: str) -> None:
    assert read(message).add == Constraints()


def test_a_name_with_a_slip_is_still_found(read: Reader) -> None:
    assert read("something by scorcese").add.people == ("Martin Scorsese",)
    assert read("a film about the troubles").add.themes == ("irish troubles",)


def test_the_last_one_somebody_saw_is_not_of_the_list(read: Reader, shown: list[Item]) -> None:
    assert read("The last one I saw at a cinema was Howards End", shown).seen == ("howards-end-1992",)
    assert read("The last one I have seen", shown).seen == (shown[-1].item_id,)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("my nan hates blood", {}),  # told, and no wish
        ("Bob hates blood", {}),
        ("something for my nan, she hates blood", {"violence": 0}),
        ("mum hates blood, so none of that", {"violence": 0}),
        ("watching with dad tonight, he can't stand gore", {"violence": 0}),
    ],
)
def test_what_others_hate_bounds_where_they_watch_too(read: Reader, text: str, bound: dict[str, int]) -> None:
    said = read(text)
    assert {b.measure: b.value for b in said.measures if b.side == "at_most"} == bound
    assert not [b for b in said.measures if b.side == "at_least"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("now heat, pacino n de niro. great", ()),
        ("heat (pacino, de niro)", ()),
        ("heat was great. more al pacino", ("Al Pacino",)),
        ("something like heat but with tom cruise", ("Tom Cruise",)),
    ],
)
def test_people_of_a_film_right_behind_its_title_are_no_limit(read: Reader, text: str, people: tuple[str, ...]) -> None:
    assert read(text).add.people == people


def test_a_rating_behind_the_people_of_a_film(read: Reader) -> None:
    assert list(read("the fugitive, harrison ford, 4. point off for the beard").ratings.values()) == [4.0]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("90s. no wait 80s, 80s was stupider", (1980, 1989)),
        ("can go back to 65 if that gets you more", (1965, None)),
        ("it may go back as far as 1948", (1948, None)),
        ("so what's left. nothing after 99 though", (None, 1999)),
        ("go back to the list", (None, None)),
    ],
)
def test_years_in_talk(read: Reader, text: str, years: tuple[int | None, int | None]) -> None:
    add = read(text).add
    assert (add.year_min, add.year_max) == years


@pytest.mark.parametrize("text", ["network was more a 4", "network, more like a 4", "network was really more of a 4"])
def test_a_rating_thought_better_of(read: Reader, text: str) -> None:
    assert list(read(text).ratings.values()) == [4.0]


def test_what_is_swapped_in_is_wanted(read: Reader) -> None:
    assert read("swap in one documentary").add.genres == ("Documentary",)
    assert read("swap the documentary").add.genres == ()


def test_whoever_alone_is_kept_away_may_be_let_back_in(linker: Linker, domain: Domain) -> None:
    held = Constraints(not_people=("Robert Redford",))
    said = understand("fair. he can squint, let him back in", linker, domain.rating, held=held)
    assert said.drop.people == ("Robert Redford",)
