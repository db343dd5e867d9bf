"""What most people say in plain words: of somebody else's taste, of the film before, of what is kept of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.types import Turn

Talk = Callable[..., Turn]


def test_what_a_guest_cannot_stand_holds_for_the_evening(talk: Talk) -> None:
    said = ("my mum is over tonight, a comedy please", "She can't stand Jim Carrey, so nothing with him tonight.")
    turn = talk(*said)
    assert turn.items and turn.constraints.not_people == ("Jim Carrey",) and not turn.changed
    assert "Carrey" not in talk("what do you know about me?").reply


@pytest.mark.parametrize(
    "message",
    [
        "It doesn't have to be with him, actually.",
        "He doesn't have to be in it.",
        "It's fine without him, too.",
        "It can be with somebody else than him.",
        "You can leave him out.",
    ],
)
def test_who_was_asked_for_is_let_go_of(talk: Talk, message: str) -> None:
    limits = talk("a comedy with Tom Hanks", message).constraints
    assert not limits.people and not limits.not_people and limits.genres == ("Comedy",)


@pytest.mark.parametrize(
    "message",
    ["Years are open again.", "The decade is up to you.", "When it was made is not important any more."],
)
def test_years_are_open_again(talk: Talk, message: str) -> None:
    assert talk("a comedy from before 1990", message).constraints.year_max is None


def test_the_question_of_before_of_another_film(talk: Talk) -> None:
    assert talk("Is Tom Hanks in Toy Story?", "And in Speed?").reply.startswith("Not by my records")
    assert "Jan de Bont" in talk("Who directed Heat?", "And Speed?").reply


def test_him_is_whom_it_was_asked_of(talk: Talk) -> None:
    turn = talk("Is Tom Hanks in Toy Story?", "And in Speed?", "Then show me something with him that isn't animated.")
    assert turn.constraints.people == ("Tom Hanks",) and turn.items


def test_the_older_of_the_two_and_its_lead(talk: Talk) -> None:
    said = ("compare Speed with Die Hard", "Who has the lead in the older of the two?")
    assert talk(*said).reply.startswith("In Die Hard (1988) you see Bruce Willis")
    assert talk("Is he in the other one as well?").reply.startswith("Not by my records: the cast I have for Speed")


def test_places_in_what_was_told_in_a_row(talk: Talk) -> None:
    assert "Michael Mann" in talk("compare Toy Story with Heat", "Who directed the second one?").reply


def test_which_films_could_i_watch(talk: Talk) -> None:
    turn = talk("Which comedies with Tom Hanks could I watch, apart from Forrest Gump?")
    assert turn.items and turn.constraints.people == ("Tom Hanks",)
    assert "forrest-gump-1994" not in {row.item.item_id for row in turn.items}


@pytest.mark.parametrize("message", ["So what's against Jaws?", "What have you got against Jaws?"])
def test_what_speaks_against_a_film(talk: Talk, message: str) -> None:
    assert talk("a comedy", message).intent == "why_not"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Jaws, five stars! Speed, five as well. Heat, only two.", "Jaws and Speed: 5 of 5"),
        ("I gave Heat only four in the end.", "Heat: 4 of 5"),
        ("Jaws I saw at the cinema. Good fun, a four.", "Jaws: 4 of 5"),
        ("Jaws is one of my favourites.", "You liked Jaws"),
    ],
)
def test_judgements_in_plain_words(talk: Talk, message: str, told: str) -> None:
    turn = talk(message)
    assert turn.intent == "rate"
    for part in told.split(" and ") if "5 of 5" in told else [told]:
        assert part.split(":")[0] in turn.reply


def test_a_judged_film_is_known_by_its_title(talk: Talk) -> None:
    assert "Speed: 4 of 5" in talk("Speed, two stars.", "Speed was better than I said. Change it to four.").reply


@pytest.mark.parametrize(
    "message",
    [
        "I mixed Jaws up with something else, so it shouldn't be among my likes.",
        "Jaws doesn't belong on my list of favourites.",
        "Jaws is not one of my favourites.",
    ],
)
def test_a_like_that_is_none(talk: Talk, message: str) -> None:
    assert talk("I loved Jaws", message).intent == "profile_edit"
    assert "You like Jaws" not in talk("what do you know about me?").reply


def test_a_bound_that_lasts_and_rises(talk: Talk) -> None:
    first = talk("My son always watches with me, so from now on only films suitable up to age 12, please.")
    assert first.constraints.at_most == {"age": 12} and first.changed
    assert talk("an adventure film", "We can go up to 14 now.").constraints.at_most == {"age": 14}
    assert "14" in talk("what do you know about me?").reply


def test_one_more_for_the_watch_list(talk: Talk) -> None:
    turn = talk(
        "put Heat on my watch list", "And Jaws as well.", "Take Heat off again, please.", "So what's left on it?"
    )
    assert "Jaws" in turn.reply and "Heat" not in turn.reply


def test_both_films_of_one_title(talk: Talk) -> None:
    assert "Give me two films" not in talk("compare both Toy Story and Heat").reply


def test_all_is_to_be_deleted(talk: Talk) -> None:
    assert talk("I'd rather you deleted everything you have on me.").offer == "delete"


@pytest.mark.parametrize(
    "message",
    [
        "Please no Jim Carrey, my mother can't bear him.",
        "She isn't keen on Jim Carrey. Nothing with him, please.",
        "Jim Carrey gets on her nerves, so not with him.",
    ],
)
def test_others_dislikes_are_no_lasting_limit(talk: Talk, message: str) -> None:
    turn = talk("My mum is over this evening. Which comedy could we watch?", message)
    assert turn.items and turn.constraints.not_people == ("Jim Carrey",) and not turn.changed
    assert talk("I can't stand Jim Carrey").changed


@pytest.mark.parametrize(
    "message",
    [
        "Could you raise Heat to four?",
        "Heat was worth four, really.",
        "I was too strict with Heat: four.",
        "Please make Heat a four instead of a two.",
    ],
)
def test_a_rating_is_raised(talk: Talk, message: str) -> None:
    assert "Heat: 4 of 5" in talk("I gave Heat two stars.", message).reply


@pytest.mark.parametrize(
    ("message", "people"),
    [
        ("Which of his films would you recommend?", {"Tom Hanks"}),
        ("Any comedies he's in?", {"Tom Hanks"}),
        ("Do you have one with him and Meg Ryan?", {"Tom Hanks", "Meg Ryan"}),
        ("Have you got something by the same director?", {"Robert Zemeckis"}),
    ],
)
def test_whose_films_are_wished_for(talk: Talk, message: str, people: set[str]) -> None:
    turn = talk("Is Tom Hanks in Forrest Gump?", message)
    assert turn.intent in {"recommend", "refine"} and {*turn.constraints.people} == people


@pytest.mark.parametrize("message", ["And also the second one.", "Heat too, please.", "Oh, and Heat."])
def test_another_for_the_list_in_few_words(talk: Talk, message: str) -> None:
    first = talk("a comedy", "put the first one on my watch list", message)
    assert first.intent == "profile_edit" and "watch list" in first.reply
    assert " and " in talk("which ones are on it?").reply


@pytest.mark.parametrize("message", ["How many people went to see it?", "How many tickets did it sell?"])
def test_no_entry_tells_of_tickets(talk: Talk, message: str) -> None:
    assert "I don't have the box office" in talk("who made Heat?", message).reply


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("My promotion code isn't accepted. What can be wrong with it?", "mistyped"),
        ("My promotion code doesn't work, what could be the reason?", "mistyped"),
        ("Can I add a second code on top?", "One code"),
        ("Am I billed while my plan is paused?", "Nothing is charged"),
        ("Does a film I put on my list count as liked?", "does not count as liking"),
    ],
)
def test_what_an_article_answers_in_plain_words(talk: Talk, message: str, told: str) -> None:
    turn = talk(message)
    assert turn.intents == ("support",) and told in turn.reply and len(turn.reply.split()) <= 80


@pytest.mark.parametrize(
    "message", ["I'd like everything you know about me deleted.", "Would you mind wiping my data?"]
)
def test_all_of_it_in_other_words(talk: Talk, message: str) -> None:
    assert talk(message).offer == "delete" and "Nothing was deleted" in talk("Rather not.").reply


@pytest.mark.parametrize(
    ("message", "lasts"),
    [
        ("Please remember that we only watch films under two hours.", True),
        ("Remember the old days? A film under 90 minutes, please.", False),
        ("I always fall asleep, so under 100 minutes tonight.", False),
    ],
)
def test_which_bounds_last(talk: Talk, message: str, lasts: bool) -> None:
    assert bool(talk(message).changed) is lasts


@pytest.mark.parametrize(
    "message",
    [
        "My brother will be with me and he can't bear musicals. Any ideas?",
        "my sister wants to join and hates musicals",
        "My parents are going to watch too, they can't stand musicals",
    ],
)
def test_whoever_is_there_too_may_refuse(talk: Talk, message: str) -> None:
    assert talk("what should we watch on Friday?", message).constraints.not_genres == ("Musical",)


@pytest.mark.parametrize("message", ["That doesn't help", "I've tried that", "I did all of that already, no use"])
def test_what_did_not_help_stays_with_the_help_pages(talk: Talk, message: str) -> None:
    assert talk("How do I reset my password?", message).intent == "support"


@pytest.mark.parametrize("message", ["The rating for Grease should have been a three", "my stars for Grease must be 3"])
def test_a_rating_put_right(talk: Talk, message: str) -> None:
    assert "Grease: 3 of 5" in talk("I gave Grease two stars", message).reply


@pytest.mark.parametrize(
    "message",
    [
        "What would I have to change to get more results?",
        "Which of my limits is in the way?",
        "Which one should I drop?",
        "Why so few?",
        "What is keeping so many out?",
    ],
)
def test_which_limit_keeps_most_out(talk: Talk, message: str) -> None:
    few = talk("a horror film from the 60s")
    turn = talk(message)
    assert (turn.items and "out: without it I have" in turn.reply) or "that fit; without “" in turn.reply
    assert turn.constraints == few.constraints
