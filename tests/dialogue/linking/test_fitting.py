"""The decision behind linking: its signs, its weights, and asking back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from chatbot.catalog import Catalog
from chatbot.dialogue.classifier import Utterance
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.linking.decision import KINDS, WEIGHTS, Decision
from chatbot.dialogue.linking.fitting import SHIFT, Example, Labelled, examples, fit, load_labelled, wishes
from chatbot.dialogue.linking.mentions import Mention
from chatbot.errors import DataError
from chatbot.retrieval.encoder import MiniLM


def test_two_readings_of_like_fame_are_asked_back(linker: Linker) -> None:
    (solaris,) = linker.link("I want Solaris")
    assert set(solaris.ask_back) == {"solaris-1972", "solaris-2002"}


@pytest.mark.parametrize(
    ("text", "item_id"),
    [
        ("Solaris (2002), with the beard", "solaris-2002"),
        ("Solaris from 1972 tonight", "solaris-1972"),
        ("I loved Pulp Fiction", "pulp-fiction-1994"),
        ("I watched Psycho with my brother", "psycho-1960"),  # far better known than the remake
    ],
)
def test_a_year_or_fame_leaves_nothing_to_ask(linker: Linker, text: str, item_id: str) -> None:
    (found,) = (m for m in linker.link(text) if m.kind == "item")
    assert (found.value, found.ask_back) == (item_id, ())


def test_a_surname_says_which_namesake_is_meant(linker: Linker) -> None:
    assert linker.link("Solaris by Tarkovsky, the long one")[0].value == "solaris-1972"
    assert linker.link("Solaris by Soderbergh, the short one")[0].value == "solaris-2002"


@pytest.mark.parametrize(
    "text",
    ["my trial ends tomorrow", "others please", "what a strange day", "how are you feeling", "i saw it once"],
)
def test_plain_language_is_left_alone(linker: Linker, text: str) -> None:
    assert linker.link_all(text) == ()


def test_only_right_words_are_right_examples(linker: Linker) -> None:
    row = Labelled("heat was great, the heat outside is not", (("item", frozenset({"heat-1995"}), 0, 4),))
    found = examples(linker, row)["item"]
    assert [example.right for example in found] == [True, *[False] * (len(found) - 1)]
    assert len(found) > 1


def test_a_genre_inside_a_labelled_theme_teaches_nothing(linker: Linker) -> None:
    row = Labelled("folk horror", (("theme", frozenset({"folk horror"}), 0, 11),))
    assert [example.right for example in examples(linker, row)["topic"]] == [True]


def test_an_intent_tells_whether_topics_are_meant(linker: Linker) -> None:
    said = [Utterance("no horror", "refine", "x"), Utterance("a heist?", "support", "x"), Utterance("x", "rate", "x")]
    assert [[example.right for example in row["topic"]] for row in wishes(linker, said)] == [[True], [False]]


def test_fitting_learns_a_sign() -> None:
    yes, no = {"bias": 1.0, "quoted": 1.0}, {"bias": 1.0}
    decision = Decision(**fit([{kind: [Example(yes, None, True), Example(no, None, False)] for kind in KINDS}] * 8))
    assert decision.points("item", yes) > decision.points("item", no)


def test_fitting_learns_what_words_mean_in_their_place() -> None:
    """Two uses that the signs cannot tell apart."""
    film, plain = (np.repeat(np.array([n, -n, 0, 0], np.float32), 4) for n in (1, -1))
    rows = [{kind: [Example({"bias": 1.0}, film, True), Example({"bias": 1.0}, plain, False)] for kind in KINDS}] * 8
    decision = Decision(**fit(rows))
    for kind in KINDS:
        shift = SHIFT[kind]
        assert decision.points(kind, {"bias": 1.0}, film) - shift > 1
        assert decision.points(kind, {"bias": 1.0}, plain) - shift < -1


def test_the_words_meant_and_their_neighbours_are_read(catalog: Catalog) -> None:
    """Each piece means its place here: the words from 4 to 8 are the third one, between the second and the end mark."""
    places = np.array([[0, 0], [0, 3], [4, 8], [0, 0]])
    asked = []

    def context(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
        asked.append(text)
        return places, np.arange(4, dtype=np.float32)[:, None], np.array([9], np.float32)

    message = Linker(catalog, context=context).read("saw heat")
    assert not asked, "nothing is encoded before it is needed"
    assert message.meaning(4, 8) is not None and message.meaning(4, 8).tolist() == [2, 1, 3, 9]
    assert message.meaning(9, 12) is None, "the encoder did not read so far"
    assert len(asked) == 1


def test_what_an_item_is_about_speaks_for_its_name(catalog: Catalog) -> None:
    """A message that comes near the item's story and one that does not."""
    stories = np.eye(len(catalog.items), dtype=np.float32)
    heat = stories[catalog.index("heat-1995")]

    def signs(whole: NDArray[np.float32]) -> Mapping[str, float]:
        context = lambda text: (np.zeros((0, 2), np.int64), np.zeros((0, 1), np.float32), whole)  # noqa: E731
        linker = Linker(catalog, context=context, stories=lambda: stories)
        message = linker.read("saw heat")
        (heat,) = (c for c in message.candidates if c.best == "heat-1995")
        return linker.reader.item(message, heat, ())

    assert signs(heat)["story"] > 1 > 0.1 > signs(stories[0])["story"]


def test_without_an_encoder_the_signs_decide(linker: Linker) -> None:
    assert linker.read("saw heat").meaning(4, 8) is None


def test_a_message_is_linked_once(catalog: Catalog) -> None:
    linker = Linker(catalog)
    assert linker.link_all("I watched Alien") is linker.link_all("I watched Alien")


def test_the_weights_are_of_signs_that_there_are(linker: Linker) -> None:
    """Every sign of a message is known to the file, or is a word too rare to count."""
    weights = json.loads(WEIGHTS.read_text("utf-8"))
    assert [set(weights[part]) for part in ("bare", "signs", "meaning")] == [set(KINDS)] * 3
    message = linker.read("I loved Heat by Michael Mann")
    signs = linker.reader.item(message, message.candidates[0], ())
    assert {"bias", "surprise", "capitals"} <= signs.keys() & weights["bare"]["item"].keys()
    assert {"bias", "surprise", "capitals"} <= signs.keys() & weights["signs"]["item"].keys()
    assert {len(numbers) for numbers in weights["meaning"].values()} == {4 * MiniLM.width}


def test_mentions_stand_where_their_words_stand(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    twice = [{"kind": "film", "surface": "Crash", "id": i} for i in ("crash-1996", "crash-2004")]
    file.write_text(json.dumps({"text": "not Crash but Crash", "mentions": twice}), "utf-8")
    assert [m[2:] for m in load_labelled(file)[0].mentions] == [(4, 9), (14, 19)]
    file.write_text(json.dumps({"text": "nothing", "mentions": twice}), "utf-8")
    with pytest.raises(DataError, match="not in the message"):
        load_labelled(file)


def test_a_missing_weights_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="weights of linking"):
        Decision.load(tmp_path / "none.json")


def test_asking_back_offers_the_close_readings_alone() -> None:
    assert Mention("item", "a", 0, 1, others=("b", "c"), close=1).ask_back == ("a", "b")
    assert Mention("item", "a", 0, 1, others=("b", "c")).ask_back == ()
