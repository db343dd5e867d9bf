"""Blocks: who uses which part of the key-value cache. Full blocks are found again by the tokens that led to them.

The bookkeeping of paged attention (Kwon et al. 2023). It knows numbers only, no tensors.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence

import numpy as np

SIZE = 32  # tokens in a block; OpenVINO's kernels on the CPU know no other


def needed(tokens: int) -> int:
    """Blocks that hold so many tokens."""
    return -(-tokens // SIZE)


class Blocks:
    """count: blocks in all. A block is in use, or kept for whoever comes with the same tokens, or free."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._free = list(range(count))
        self._users = [0] * count
        self._key: dict[int, bytes] = {}
        self._found: dict[bytes, int] = {}
        self._idle: OrderedDict[int, None] = OrderedDict()  # kept and unused, oldest first

    @property
    def available(self) -> int:
        return len(self._free) + len(self._idle)

    def take(self, n: int) -> list[int]:
        """n blocks of one's own; kept ones are forgotten, oldest first. Raises: IndexError when there are not n."""
        if n > self.available:
            raise IndexError(f"{n} blocks wanted, {self.available} available")
        return [self._one() for _ in range(n)]

    def match(self, ids: Sequence[int]) -> list[int]:
        """The kept blocks that hold the beginning of `ids`, now used once more."""
        blocks = []
        for key in _keys(ids):
            if key not in self._found:
                break
            blocks.append(self._found[key])
        return self.share(blocks)

    def share(self, blocks: Sequence[int]) -> list[int]:
        """One user more."""
        for block in blocks:
            self._users[block] += 1
            self._idle.pop(block, None)
        return list(blocks)

    def keep(self, ids: Sequence[int], blocks: Sequence[int]) -> None:
        """Remember that `blocks` hold `ids`; a last block that is not full is left out."""
        for key, block in zip(_keys(ids), blocks, strict=False):
            if key not in self._found and block not in self._key:
                self._found[key], self._key[block] = block, key

    def release(self, blocks: Sequence[int]) -> None:
        """One user less. The end of a chain is the first to be forgotten: without its beginning it is worthless."""
        for block in reversed(blocks):
            self._users[block] -= 1
            if self._users[block] == 0:
                if block in self._key:
                    self._idle[block] = None
                else:
                    self._free.append(block)

    def _one(self) -> int:
        if self._free:
            block = self._free.pop()
        else:
            block, _ = self._idle.popitem(last=False)
            del self._found[self._key.pop(block)]
        self._users[block] = 1
        return block


def _keys(ids: Sequence[int]) -> Iterator[bytes]:
    """A digest for each full block, of all tokens up to its end."""
    digest = hashlib.blake2b(digest_size=16)
    for start in range(0, len(ids) - SIZE + 1, SIZE):
        digest.update(np.asarray(ids[start : start + SIZE], np.int64).tobytes())
        yield digest.digest()
