"""Whole conversations in Chinese over the small parts: cards come, limits hold, answers are in Chinese and honest."""

from __future__ import annotations

import pytest

from chatbot.chatbot import Chatbot
from chatbot.chinese import has_han, is_traditional
from chatbot.types import Turn

ALIEN, HEAT, JAWS = "alien-1979", "heat-1995", "jaws-1975"


@pytest.fixture
def bot(scripted_bot: Chatbot) -> Chatbot:
    return scripted_bot


def in_chinese(turn: Turn) -> bool:
    told = [turn.reply, *turn.suggestions, *(item.reason for item in turn.items)]
    return all(map(has_han, told))


def test_a_wish_brings_cards_within_its_limits(bot: Chatbot) -> None:
    turn = bot.reply("u", "90年代的惊悚片，不要恐怖片")
    assert turn.items and in_chinese(turn) and turn.message == "90年代的惊悚片，不要恐怖片"
    assert turn.constraints.genres == ("Thriller",) and turn.constraints.not_genres == ("Horror",)
    assert (turn.constraints.year_min, turn.constraints.year_max) == (1990, 1999)
    assert all("Horror" not in one.item.genres and 1990 <= (one.item.year or 0) <= 1999 for one in turn.items)
    assert "惊悚片" in turn.reply and "1990年代" in turn.reply and "不要恐怖片" in turn.reply


def test_a_conversation_goes_on(bot: Chatbot) -> None:
    first = bot.reply("u", "想看 Alien 那样的电影")
    assert first.constraints.similar_to == (ALIEN,) and "Alien" in first.reply and in_chinese(first)
    other = bot.reply("u", "换一批")
    assert other.items and not {i.item.item_id for i in other.items} & {i.item.item_id for i in first.items}
    why = bot.reply("u", "为什么推荐第二部？")
    assert why.intent == "explain" and other.items[1].item.title in why.reply and "分数的构成" in why.reply
    assert bot.reply("u", "不要恐怖片").constraints.not_genres == ("Horror",)
    absent = bot.reply("u", "为什么没有 Jaws？")
    assert absent.intent == "why_not" and "Jaws" in absent.reply and in_chinese(absent)
    english = bot.reply("u", "why the first one?")
    assert english.intent == "explain" and not has_han(english.reply)


def test_taste_is_kept_shown_and_forgotten(bot: Chatbot) -> None:
    turn = bot.reply("u", "我喜欢 Alien，讨厌 Heat")
    assert {(i.item_id, i.signal) for i in bot.store.interactions("u")} == {(ALIEN, "like"), (HEAT, "dislike")}
    assert "喜欢 Alien" in turn.reply and "不喜欢 Heat" in turn.reply
    lasting = bot.reply("u", "永远不要歌舞片")
    assert bot.store.standing("u").not_genres == ("Musical",) and "不要歌舞片" in lasting.reply
    shown = bot.reply("u", "你知道我什么？")
    assert shown.intent == "profile_show" and "Alien" in shown.reply and in_chinese(shown)
    bot.reply("u", "忘掉我喜欢 Alien")
    assert {i.item_id for i in bot.store.interactions("u")} == {HEAT}
    assert bot.reply("u", "删除我的全部数据").offer == "delete"
    assert bot.reply("u", "是的").intent == "profile_edit" and bot.store.interactions("u") == ()


def test_help_is_told_in_chinese_with_its_article(bot: Chatbot) -> None:
    for message, article in (("怎么取消订阅？", "cancel-subscription"), ("我要退款", "refund")):
        turn = bot.reply("u", message)
        assert turn.intent == "support" and turn.sources[0].id == article and in_chinese(turn)
    ticket = bot.reply("u", "转人工")
    assert ticket.ticket and ticket.ticket in ticket.reply
    (kept,) = bot.store.tickets()
    assert "转人工" in kept.summary and "我要退款" in kept.summary, "what was written, not how it was heard"


def test_what_is_not_understood_is_said_with_what_works(bot: Chatbot) -> None:
    lost = bot.reply("u", "鑫淼焱垚")
    assert lost.intent == "out_of_scope" and "英文" in lost.reply and "Alien" in lost.reply and not lost.items
    half = bot.reply("u", "想看恐怖片，鑫淼焱垚的那种")
    assert half.items and "鑫淼焱垚" in half.reply
    assert "红楼梦" in bot.reply("u", "《红楼梦》那样的爱情片").reply


def test_traditional_is_answered_in_traditional(bot: Chatbot) -> None:
    turn = bot.reply("u", "想看恐怖喜劇，不要戰爭片")
    assert turn.constraints.not_genres == ("War",) and is_traditional(turn.reply) and in_chinese(turn)
    assert all("这" not in one for one in (turn.reply, *turn.suggestions))


def test_danger_is_met_with_care(bot: Chatbot) -> None:
    turn = bot.reply("u", "我不想活了")
    assert turn.intent == "unsafe" and "急救电话" in turn.reply and not turn.items


def test_a_sentence_without_chinese_words_says_so(bot: Chatbot) -> None:
    bot.reply("u", "想看 Alien 那样的电影")
    turn = bot.reply("u", "如果我不喜欢 Alien 呢？")
    assert turn.reply.startswith("这一句我只会用英文说：")


def test_english_is_as_before(bot: Chatbot) -> None:
    turn = bot.reply("u", "a thriller from the 90s")
    assert turn.items and not has_han(turn.reply + "".join(one.reason for one in turn.items))
