"""Chinese: read into plain English, said from values, in both scripts; and every word of it names what there is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.catalog import Catalog
from chatbot.chinese import has_han, is_traditional, read, sayings, simplified, traditional
from chatbot.chinese.vocabulary import forms, vocabulary, words
from chatbot.domain import PROMPTS, Domain, read_yaml
from chatbot.settings import ROOT, Settings
from chatbot.support.articles import load_articles
from chatbot.types import Constraints, Evidence

MESSAGES = {
    "想看恐怖片，不要太血腥": "I want horror films, not too violent",
    "90年代的喜剧": "I want comedies from the 1990s",
    "九十年代的喜剧片": "I want comedies from the 1990s",
    "1995年以前的科幻片": "I want science fiction before 1995",
    "2000年以后的": "since 2000",
    "不要2000年以后的": "before 2000",
    "不要90年代以前的": "since 1990",
    "不要80年代的": "not from the 1980s",
    "不要三小时以上的": "under 180 minutes",
    "1980到1985年的西部片": "I want westerns from 1980 to 1985",
    "不要恐怖片": "no horror films",
    "恐怖片除外": "no horror films",
    "想看恐怖喜劇，兩小時以內，不要戰爭片": "I want horror films and comedies under 120 minutes, no war films",
    "至少两个半小时的历史片": "I want something at least 150 minutes, about historical epic",
    "想看 Alien 那样的电影": "I want something like Alien",
    "想看１９９５年的Ａｌｉｅｎ那样的片子": "I want something from 1995 like Alien",
    "类似《异形》的喜剧": "I want comedies like Alien (1979)",
    "我喜欢 Alien 和 The Thing，今晚看什么？": "I loved Alien and The Thing. what should I watch?",
    "讨厌 Titanic，喜欢《教父》": "I loved The Godfather (1972). I hated Titanic",
    "看过 Heat，还有别的吗": "I have seen Heat. something else",
    "永远不要歌舞片": "never musicals",
    "诺兰导演的科幻片": "I want science fiction with Christopher Nolan",
    "适合孩子看的": "for the kids",
    "为什么推荐第二部？": "why the second one?",
    "为什么没有 Jaws": "why not Jaws?",
    "Heat 谁导演的": "who directed Heat?",
    "Alien 和 Aliens 哪个更好看？": "compare Alien and Aliens",
    "我给 Heat 打四星": "Heat: 4 stars",
    "谢谢！": "thanks",
    "您好": "hello",
    "帮助": "what can you do?",
    "换一批": "something else",
    "我想取消订阅": "How do I cancel my subscription?",
    "怎么退款？": "How do I get a refund?",
    "怎么删除我的数据？": "How do I delete my data?",
    "删除我的全部数据": "delete everything you know about me",
    "转人工": "I want to talk to a person",
    "推荐一部关于密码的电影": "what should I watch?",
    "我不想活了": "I want to kill myself",
}


@pytest.mark.parametrize(("message", "english"), MESSAGES.items())
def test_a_message_is_read(message: str, english: str) -> None:
    found = read(message)
    assert found is not None
    assert found.english == english


def test_what_is_not_chinese_is_left_alone() -> None:
    for message in ("a comedy from the 90s", "something like 霸王别姬", "アニメが好き", "한국 영화", ""):
        assert read(message) is None, message


def test_what_was_not_understood_is_told() -> None:
    lost = read("鑫淼焱垚")
    assert lost and (lost.english, lost.unread) == ("", ("鑫淼焱垚",))
    half = read("想看恐怖片，鑫淼焱垚的")
    assert half and half.english == "I want horror films" and half.unread == ("鑫淼焱垚",)
    title = read("《红楼梦》那样的爱情片")
    assert title and title.unknown == ("红楼梦",) and title.english == "romantic films"


def test_danger_is_told_from_a_subject() -> None:
    assert read("关于自杀的电影").english != read("我想自杀").english == "I want to kill myself"  # type: ignore[union-attr]
    assert "kill" not in read("笑得想死你们了").english  # type: ignore[union-attr]


@given(
    st.text(
        alphabet=st.sampled_from("想看不要恐怖片喜剧的像Alien《》「」，。、？90年代以前第一部{}[]()\\为什么 "),
        max_size=40,
    )
)
def test_nothing_breaks_the_reader(message: str) -> None:
    found = read(message)
    assert found is None or not re.search("[\ue000-\uf8ff]", found.english + "".join(found.unread))


def test_both_scripts() -> None:
    assert traditional("不超过 120 分钟，类似 Alien") == "不超過 120 分鐘，類似 Alien"
    assert simplified("有沒有關於時間旅行的電影") == "有没有关于时间旅行的电影"
    assert is_traditional("關於電影") and not is_traditional("著名的电影, Alien")
    assert has_han("想看 Alien") and not has_han("Alien") and not has_han("映画の")
    for text in words_of_the_house():
        assert simplified(traditional(text)).count("�") == 0
        assert not is_traditional(text), text


def words_of_the_house() -> list[str]:
    """Every Chinese word in the prompts folder but the table of the scripts."""
    files = [PROMPTS / "page/zh.yaml", *(PROMPTS / "chinese").glob("*.yaml")]
    return re.findall(r"[\u4e00-\u9fff]+", "\n".join(f.read_text("utf-8") for f in files if f.stem != "script"))


# -- the words name what there is -------------------------------------------------------------------------------------


def test_every_name_of_the_domain_has_a_chinese_one(domain: Domain) -> None:
    names = read_yaml(PROMPTS / "chinese/names.yaml")
    themes = set((ROOT / "data/catalog/themes.txt").read_text("utf-8").split("\n")) - {""}
    assert set(names["themes"]) == themes
    assert set(names["genres"]) == set(domain.genres) == set(words()["genres"])
    assert {*domain.facts, "genre"} == set(names["facts"]) and set(domain.measures) == set(names["measures"])
    assert set(domain.scales) == set(names["degrees"])


def test_titles_and_people_are_in_the_catalogue(catalog: Catalog) -> None:
    labels = {item.label for item in catalog}
    people = {name for item in catalog for field in ("director", "cast") for name in item.facts.get(field, ())}
    assert {*words()["titles"]} <= labels and {*words()["people"]} <= people


def test_no_word_has_two_meanings() -> None:
    names, said = read_yaml(PROMPTS / "chinese/names.yaml"), words()
    lists = [*names["themes"].values(), *names["genres"].values(), *said["measures"].values(), *said["marks"].values()]
    every = [word for ways in lists for word in str(ways).split()]
    assert sorted({word for word in every if every.count(word) > 1}) == []
    assert len(forms()) > 80 and len(vocabulary()[0]) > 900


def test_translated_articles_are_those_that_stand_there() -> None:
    """An article that was changed is told in English again; this says so before anybody meets it."""
    articles = {article.id: article for article in load_articles(Settings().articles)}
    for name, known in read_yaml(PROMPTS / "chinese/articles.yaml").items():
        assert known["of"] == articles[name].answer, name


def test_replies_have_the_fields_of_their_english() -> None:
    english, chinese = read_yaml(PROMPTS / "replies.yaml"), read_yaml(PROMPTS / "chinese/replies.yaml")
    for key, lines in chinese.items():
        if not key.startswith("zh_"):
            allowed = set(re.findall(r"{(\w+)}", " ".join(english[key])))
            assert set(re.findall(r"{(\w+)}", " ".join(lines))) <= allowed, key


# -- saying -----------------------------------------------------------------------------------------------------------


def test_limits_are_said(catalog: Catalog) -> None:
    limits = Constraints(
        genres=("Horror",), not_genres=("War",), year_min=1990, year_max=1999, people=("Tom Hanks",),
        similar_to=("alien-1979",), themes=("time travel",), at_most={"violence": 1, "minutes": 120, "effort": 1},
    )  # fmt: skip
    assert sayings().limits(limits, catalog) == [
        "恐怖片", "1990年代", "不要战争片", "有 Tom Hanks", "类似 Alien", "时间旅行题材",
        "轻松", "不超过 120 分钟", "不太暴力",
    ]  # fmt: skip
    assert sayings(True).limits(Constraints(not_genres=("War",), year_max=1994)) == ["1994年及以前", "不要戰爭片"]
    assert sayings().limits(Constraints(not_decades=("1980s",))) == ["不要1980年代的"]


def test_evidence_is_said() -> None:
    rows = [
        (Evidence("e", "liked_item", "Alien", 0.4, "alien-1979"), "你喜欢 Alien"),
        (Evidence("e", "liked_item", "12 other films you judged", 0.1), "你评过的另外 12 部"),
        (Evidence("e", "attribute", "Horror", 0.1, None, "genre"), "类型：恐怖"),
        (Evidence("e", "attribute", "time travel", 0.1, "x", "theme"), "题材：时间旅行，和你喜欢的相同"),
        (Evidence("e", "knowledge", "its writer", 0.0, "x", "writer"), "和你喜欢的电影有共同的编剧"),
        (Evidence("e", "constraint", "from the 1990s", 0.0, None, "year"), "你要求：1990年代"),
        (Evidence("e", "constraint", "94 minutes", 0.0, None, "minutes", "under 120 minutes"), "你要求：片长 94 分钟"),
        (Evidence("e", "popularity", "rated by 1,234 people", 0.2), "知名度：1,234 人评过分"),
    ]
    assert [sayings().evidence(e) for e, _ in rows] == [said for _, said in rows]


def test_reasons_differ_and_name_only_what_is_there(catalog: Catalog) -> None:
    item = catalog["aliens-1986"]
    liked = Evidence("e1", "liked_item", "Alien", 0.5, "alien-1979", "crowd")
    theme = Evidence("e2", "attribute", "outer space", 0.2, "alien-1979", "theme")
    told = [sayings().reason(item, [liked, theme], at) for at in range(3)]
    assert len(set(told)) == 3 and all("Alien" in one and "太空" in one for one in told)
    assert "Alien" in sayings().reason(item, [liked])
    assert sayings().reason(item, [Evidence("e", "popularity", "rated by 7 people", 1.0)]).count("7") == 1
