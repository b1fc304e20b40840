"""Several workers match in turn, each with sides in memory that the others change."""

import pytest

from needs import matching, side_index
from needs.side_index import SideIndex
from tests.needs.test_increments import World, short_lists, tables, texts_read_once

__all__ = ["short_lists", "texts_read_once"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_they_leave_what_a_full_rebuild_gives(short_lists):
    world = World(11)
    remembered = [[], [], []]
    for _ in range(120):
        mine = world.rng.choice(remembered)
        side_index._held[:] = mine
        world.edit()
        mine[:] = side_index._held
    pairs, sides = tables()
    assert len(pairs) > 20
    matching.rebuild()
    assert tables() == (pairs, sides)


@pytest.fixture
def alone(monkeypatch):
    """As if nothing else went on in the server, where tests beside this one keep transactions open:
    what changed since the oldest of them would be read again."""
    oldest = "txid_snapshot_xmin(txid_current_snapshot())"
    assert oldest in side_index.CHANGED
    monkeypatch.setattr(side_index, "CHANGED", side_index.CHANGED.replace(oldest, "txid_current()"))


def test_a_worker_does_not_read_again_what_it_wrote_itself(short_lists, alone, monkeypatch):
    side_index.forget_index()
    world = World(12)
    for _ in range(20):
        world.edit()
    read = []
    monkeypatch.setattr(SideIndex, "read", lambda index, ids=None: read.append(ids))
    for _ in range(10):
        world.edit()
    assert not read
