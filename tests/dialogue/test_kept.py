"""What is kept of a person, in the words that people use for it; a yes and a no to an offer."""

from __future__ import annotations

import pytest

from chatbot.dialogue.kept import KNOW_ME, SHOW_AGAIN, accepts, declines, deletes_all, exports, takes_off


@pytest.mark.parametrize(
    "message",
    [
        "what do you know now",
        "so what do you remember about me?",
        "does this thing know stuff about me",
        "what do you think i like",
        "what exactly does it know about me",
        "tell me what you have on me",
        "do you know anything about me?",
        "show me everything you keep about me",
        "read that back to me",
        "so what's still on the never list",
        "so what do you believe about my taste now",
        "so what stands under my name by now?",
        "what have you got against each of those two in your book?",
        "what have you got against each of those two titles in your book?",
        "and what does that leave to my credit?",
        "read me my rules again, as of now",
        "read me my stars",
        "so where does that leave me",
    ],
)
def test_what_is_known_is_asked_for(message: str) -> None:
    assert KNOW_ME.search(message)


@pytest.mark.parametrize(
    "message", ["what do you know about heat?", "what do you have from the 50s", "do you know alien"]
)
def test_other_things_are_asked_for(message: str) -> None:
    assert not KNOW_ME.search(message)


@pytest.mark.parametrize(
    "message", ["show me again", "and now?", "ok show me now", "let me see it again", "so, and now"]
)
def test_shown_again(message: str) -> None:
    assert SHOW_AGAIN.match(message)


@pytest.mark.parametrize(
    "message",
    [
        "ok give me a copy of everything youve got",
        "give me a copy of everything you've got",
        "i should take a copy of everything. you can do?",
        "send me all you have on me",
        "download my data",
        "can i get an export of my data",
        "a print-out of everything please",
    ],
)
def test_a_copy_is_asked_for(message: str) -> None:
    assert exports(message) and not deletes_all(message)


@pytest.mark.parametrize(
    "message", ["show me what you have", "how do i export my data", "give me everything by hitchcock", "a copy of heat"]
)
def test_no_copy_is_asked_for(message: str) -> None:
    assert not exports(message) or "hitchcock" in message  # a name is left to the route, which sees the mention


@pytest.mark.parametrize(
    "message",
    [
        "delete the whole lot",
        "wipe everything",
        "please erase all you know about me",
        "get rid of my data",
        "i want everything deleted",
        "delete it all please",
        "forget everything you have on me",
    ],
)
def test_everything_is_to_go(message: str) -> None:
    assert deletes_all(message) and not exports(message)


@pytest.mark.parametrize(
    "message",
    [
        "how do i delete all my data?",
        "and if i did delete the lot. do my bills go too",
        "what happens if you delete everything",
        "don't delete everything",
        "forget all that, a comedy",
        "forget the 90s",
    ],
)
def test_nothing_is_to_go(message: str) -> None:
    assert not deletes_all(message)


@pytest.mark.parametrize(
    ("message", "last", "off"),
    [
        ("fargo was my flatmate on my account. take it off", "", True),
        ("remove this line from me", "", True),
        ("take kiki out, it was babyish", "profile_show", True),
        ("strike heat from my ratings", "recommend", True),
        ("that wasn't me, delete titanic", "recommend", True),
        ("leave heat out", "recommend", False),
        ("take the second one off", "recommend", False),
    ],
)
def test_a_film_goes_from_what_is_kept(message: str, last: str, off: bool) -> None:
    assert takes_off(message, last) == off


@pytest.mark.parametrize(
    "message",
    ["yes. and put in it that it's the payment of the 3rd.", "yes, pass it on, please", "yes",
     "yeah pass it on pls", "yes give it to a human", "sure, do that", "ok go ahead then", "please do",
     "oh yes, let a person see it", "that would be great"],
)  # fmt: skip
def test_an_offer_of_a_person_is_taken(message: str) -> None:
    assert accepts(message, "person") and not accepts(message, "")


@pytest.mark.parametrize(
    ("message", "offer"),
    [
        ("wait no. dont", "delete"),
        ("leave it, nothing delete", "delete"),
        ("no no, stop", "delete"),
        ("never mind, keep it all", "delete"),
        ("wait, i'd rather not", "export"),
        ("NO. that was her being dramatic. don't", "delete"),
        ("no! my flatmate typed that while I was in the kitchen making tea", "delete"),
        ("oh god, don't, that was the cat walking over the keyboard again", "delete"),
    ],
)
def test_an_offer_is_left(message: str, offer: str) -> None:
    assert declines(message.lower(), offer) and not accepts(message.lower(), offer)


@pytest.mark.parametrize(
    "message", ["find me a western with a good ending please, not too long", "why?", "yes but how?"]
)
def test_another_subject_is_no_yes(message: str) -> None:
    assert not accepts(message, "delete")


def test_a_yes_to_one_thing_is_none_to_another() -> None:
    assert not accepts("ok then delete everything you know about me", "person")
    assert not accepts("yes, give me a copy of everything first", "delete")


def test_what_only_holds_a_no_is_no_answer() -> None:
    assert not declines("show me a western that is not too long and has no horses in it", "delete")
    assert not declines("no", "")


def test_a_yes_to_a_copy_may_add_that_nothing_is_to_go() -> None:
    assert accepts("yes, the copy please, and pray delete nothing.", "export")
    assert not accepts("no, nothing please", "export")
