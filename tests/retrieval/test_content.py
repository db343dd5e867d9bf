"""What items are, in numbers: alike in kind is near, and how well known an item is says nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chatbot.catalog import Catalog
from chatbot.domain import Domain
from chatbot.retrieval.content import content


def test_rows_are_of_length_one_and_series_are_near(catalog: Catalog) -> None:
    table = content(catalog)
    assert table.shape[0] == len(catalog)
    assert np.sqrt(table.multiply(table).sum(axis=1)).max() == pytest.approx(1, abs=1e-4)
    alien, sequel, other = (catalog.index(i) for i in ("alien-1979", "aliens-1986", "sleepless-in-seattle-1993"))
    near = (table[alien] @ table.T).toarray().ravel()
    assert near[sequel] > 0.3 > near[other]


def test_how_many_know_an_item_is_left_out(catalog: Catalog, domain: Domain) -> None:
    some = catalog.items[:50]
    known = [replace(item, known=item.known + 1000) for item in some]
    assert (content(Catalog(some, domain)) != content(Catalog(known, domain))).nnz == 0


def test_an_item_of_which_nothing_is_known_is_like_no_other(catalog: Catalog, domain: Domain) -> None:
    bare = replace(catalog.items[0], genres=(), facts={}, year=None, age=None, scales={})
    table = content(Catalog([bare, *catalog.items[1:20]], domain))
    assert abs(table[0] @ table.T).max() < 1e-6
