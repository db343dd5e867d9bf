"""Blocks: nobody's block is given away, and what was once computed is found again."""

from __future__ import annotations

import random

import pytest

from chatbot.llm.blocks import SIZE, Blocks, needed

TEXT = list(range(3 * SIZE + 5))


@pytest.mark.parametrize(("tokens", "blocks"), [(0, 0), (1, 1), (SIZE, 1), (SIZE + 1, 2), (10 * SIZE, 10)])
def test_blocks_for_tokens(tokens: int, blocks: int) -> None:
    assert needed(tokens) == blocks


def test_full_blocks_are_found_by_their_tokens() -> None:
    pool = Blocks(8)
    mine = pool.take(4)
    pool.keep(TEXT, mine)
    pool.release(mine)
    assert pool.available == 8
    assert pool.match(TEXT) == mine[:3], "the last one is not full"
    assert pool.match([*TEXT[:SIZE], 99, *TEXT[SIZE + 1 :]]) == mine[:1]
    assert pool.match(TEXT[1:]) == []


def test_a_block_in_use_is_never_given_away() -> None:
    pool = Blocks(4)
    mine = pool.take(3)
    with pytest.raises(IndexError, match="2 blocks wanted, 1 available"):
        pool.take(2)
    shared = pool.share(mine[:2])
    pool.release(mine)
    assert pool.available == 2
    pool.release(shared)
    assert sorted(pool.take(4)) == [0, 1, 2, 3]


def test_the_oldest_text_is_forgotten_first_and_from_its_end() -> None:
    pool = Blocks(4)
    old, new = [7] * (2 * SIZE), [8] * (2 * SIZE)
    for text in (old, new):
        blocks = pool.take(2)
        pool.keep(text, blocks)
        pool.release(blocks)
    pool.release(pool.take(1))
    assert len(pool.match(new)) == 2
    kept = pool.match(old)
    assert len(kept) == 1, "its beginning is still worth something"


def test_what_is_forgotten_is_not_found() -> None:
    pool = Blocks(2)
    blocks = pool.take(2)
    pool.keep([1] * 2 * SIZE, blocks)
    pool.release(blocks)
    other = pool.take(2)
    assert pool.match([1] * 2 * SIZE) == []
    pool.keep([2] * 2 * SIZE, other)
    assert pool.match([2] * 2 * SIZE) == other


@pytest.mark.parametrize("seed", range(5))
def test_the_books_balance(seed: int) -> None:
    """After any mix of texts, with few words and so much in common, every block is accounted for."""
    rng, pool = random.Random(seed), Blocks(12)
    held: list[list[int]] = []
    for _ in range(300):
        if held and (rng.random() < 0.5 or pool.available < 4):
            pool.release(held.pop(rng.randrange(len(held))))
            continue
        text = [rng.randrange(2)] * SIZE + [rng.randrange(2)] * SIZE + [0] * rng.randrange(SIZE)
        found = pool.match(text)
        if needed(len(text)) - len(found) > pool.available:
            pool.release(found)
            continue
        blocks = found + pool.take(needed(len(text)) - len(found))
        assert len(set(blocks)) == len(blocks)
        fresh = set(blocks[len(found) :])
        assert not any(fresh & set(others) for others in held), "a new block belongs to nobody else"
        pool.keep(text, blocks)
        held.append(blocks)
    for blocks in held:
        pool.release(blocks)
    assert pool.available == 12
