"""A new version of the scorer is made ready beside the one in use, and put in use whole."""

import multiprocessing
from contextlib import nullcontext
from itertools import repeat

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from psycopg2.errors import QueryCanceled

from needs import carrying, matching, pair_lines, profiles, scorer_versions, side_index, tasks
from needs.models import NextSide, Overlap, OverlapSide, ScorerVersion
from needs.overlap import SCORER_VERSION
from needs.pair_lines import PairLines, Readable
from tests.factories import CapabilityFactory, ContractFactory, NeedFactory

pytestmark = pytest.mark.django_db

NEW = "2099-01.1"


@pytest.fixture
def wifi():
    return CapabilityFactory(slug="wifi", name="Public Wi-Fi")


@pytest.fixture
def matched(wifi):
    """Three boroughs' records that are alike, matched by the version there is."""
    records = [
        factory(title="Public Wi-Fi in libraries", capability=wifi, **facts)
        for factory, facts in (
            (NeedFactory, {"published": True}),
            (NeedFactory, {"published": True}),
            (ContractFactory, {}),
        )
    ]
    matching.rebuild()
    assert Overlap.objects.count() == 3
    return records


@pytest.fixture
def new_version(monkeypatch, matched):
    """The code of a version that has not been put in use, reading one text at a time."""
    for module in (carrying, matching, pair_lines, profiles, scorer_versions, side_index):
        monkeypatch.setattr(module, "SCORER_VERSION", NEW)
    monkeypatch.setattr(scorer_versions, "AT_ONCE", 1)


def versions():
    """What readers find: the versions of pairs and of sides."""
    pairs = set(Overlap.objects.values_list("scorer_version", flat=True))
    return pairs, set(OverlapSide.objects.values_list("scorer_version", flat=True))


OLD_ALONE = ({SCORER_VERSION}, {SCORER_VERSION})
NEW_ALONE = ({NEW}, {NEW})


def test_nothing_is_matched_before_the_new_version_is_in_use(new_version, matched, wifi):
    late = NeedFactory(published=True, title="Public Wi-Fi in libraries", capability=wifi)
    assert matching.rematch(late) == 0
    assert matching.match_waiting() == 0
    assert versions() == OLD_ALONE
    matching.rebuild()
    assert versions() == NEW_ALONE
    assert Overlap.objects.count() == 6
    assert ScorerVersion.objects.first().version == NEW


def test_readers_see_one_version_while_the_next_is_made(new_version):
    seen = []
    matching.rebuild(say=lambda done, of: seen.append((done, of, versions())))
    assert seen == [(n, 3, OLD_ALONE) for n in (1, 2, 3)]
    assert versions() == NEW_ALONE
    assert not NextSide.objects.exists()


def test_the_sweeper_puts_a_new_version_in_use(new_version):
    tasks.match_waiting()
    assert versions() == NEW_ALONE


def test_two_never_make_the_same_version_ready(new_version, monkeypatch):
    monkeypatch.setattr(scorer_versions, "one_at_a_time", lambda: nullcontext(False))
    tasks.match_waiting()
    assert versions() == OLD_ALONE


class Killed(BaseException):
    """The process ends here."""


def test_stopped_on_the_way_it_goes_on_from_there(new_version):
    def stop_after_two(done, of):
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        matching.rebuild(say=stop_after_two)
    assert versions() == OLD_ALONE
    said = []
    matching.rebuild(say=lambda done, of: said.append(done))
    assert said == [3]
    assert versions() == NEW_ALONE


def test_a_text_edited_while_it_was_read_is_scored_as_it_is_now(new_version, matched):
    scorer_versions.prepare()
    need = matched[0]
    need.title, need.capability = "Grass cutting in parks", None
    need.problem = need.users = need.outcome = ""
    need.version += 1
    need.save()
    matching.rebuild()
    assert versions() == NEW_ALONE
    assert not Overlap.objects.filter(Q(side_a__need=need) | Q(side_b__need=need)).exists()
    assert Overlap.objects.count() == 1
    assert OverlapSide.objects.get(need=need).record_version == need.version


def test_the_command_says_how_far_it_is(new_version, capsys):
    call_command("rebuild_overlaps", processes=1)
    out = capsys.readouterr()
    assert "Read 3 of 3 texts for the new version.\n" in out.err
    assert out.out == "3 pairs.\n"


def test_two_processes_find_the_same_pairs(matched, monkeypatch):
    before = list(Overlap.objects.order_by("pk").values_list("pk", "score", "parts"))
    monkeypatch.setattr(pair_lines, "FEW", 0)
    matching.rebuild(processes=2)
    assert list(Overlap.objects.order_by("pk").values_list("pk", "score", "parts")) == before


def test_processes_end_when_nobody_takes_what_they_write(matched, monkeypatch):
    monkeypatch.setattr(pair_lines, "FEW", 0)
    monkeypatch.setattr(PairLines, "_written", lambda *_: repeat(b"a pair\n" * 50_000))
    monkeypatch.setattr(Readable, "read", lambda lines, _: 1 / len(next(lines.blocks)[:0]))
    with pytest.raises(QueryCanceled, match="division by zero"), transaction.atomic():
        matching.rebuild(processes=2)
    assert multiprocessing.active_children() == []
