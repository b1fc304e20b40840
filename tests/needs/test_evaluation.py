"""`evaluate_overlap`: figures worked out by hand, unusable files said clearly, and the page."""

import datetime
import json
import math
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from needs import baselines, meaning, measured, overlap
from needs.evaluation import (
    Figures,
    Row,
    figures,
    label_figures,
    product_scores,
    queries_of,
    recall_at_precision,
)
from needs.judged_rows import UnusableLabels, rows_of
from needs.management.commands.publish_evaluation import DATA, NOTICES
from procurement_portal.lib.formatting import format_uk_date
from tests.needs.test_overlap_pages import read_text


def row(key, buyer, group="", title="", text="", kind=""):
    return Row(key, title or key, text, buyer, group, kind)


# Two of a group at different buyers, one at the same buyer, and one of no group.
ROWS = [row("a", "X", "g"), row("b", "Y", "g"), row("c", "X", "g"), row("d", "Z")]


def table(**scores):
    """Scores by the names of two rows; 0 for the rest."""
    found = np.zeros((len(ROWS), len(ROWS)))
    for pair, score in scores.items():
        one, other = ("abcd".index(letter) for letter in pair)
        found[one, other] = found[other, one] = score
    return found


def test_a_perfect_table_has_perfect_figures_but_for_precision_at_3():
    found = figures(table(ab=2, bc=1), ROWS)
    assert found == Figures(
        map=1, recall_at_5=1, precision_at_3=pytest.approx((1 / 2 + 2 / 3 + 1 / 2) / 3),
        pair_ap=1, recall_at_p90=1,
    )  # fmt: skip


def test_pairs_of_one_buyer_are_not_compared():
    assert figures(table(ab=2, bc=1, ac=9), ROWS) == figures(table(ab=2, bc=1), ROWS)


def test_a_wrong_one_in_front_costs_what_it_should():
    found = figures(table(ad=3, ab=2, bc=1), ROWS)
    assert found.map == pytest.approx((1 / 2 + 1 + 1) / 3)
    assert found.pair_ap == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert found.recall_at_p90 == 0
    assert queries_of(ROWS) == 3


def test_without_a_true_pair_there_are_no_figures():
    found = figures(np.zeros((2, 2)), [row("a", "X", "g"), row("b", "Y")])
    assert all(math.isnan(figure) for figure in vars(found).values())


@pytest.mark.parametrize(
    ("hits", "recall"),
    [([1, 1, 0, 1], 2 / 3), ([0, 1, 1], 0), ([1] * 9 + [0] + [1], 1), ([0], math.nan)],
)
def test_recall_while_nine_in_ten_are_right(hits, recall):
    found = recall_at_precision(np.array(hits, bool), 0.9)
    assert found == pytest.approx(recall, nan_ok=True)


def test_labels_are_counted_with_how_many_are_true():
    scores = table(ab=60, bc=30, ad=20, bd=1)
    same, similar, related = label_figures(scores, ROWS, keep=18)
    assert (same.name, same.pairs, same.true) == ("Likely the same", 1, 1)
    assert (similar.pairs, similar.true) == (1, 1)
    assert (related.pairs, related.true) == (1, 0)


def test_the_product_ranks_what_is_alike_first_and_so_may_the_others():
    rows = [
        row("1", "Camden", "g", "Housing repairs scheduling for operatives"),
        row("2", "Brent", "g", "Repairs appointments and scheduling of operatives"),
        row("3", "Ealing", "", "Parking permits for residents"),
    ]
    for scores in (
        product_scores(rows),
        baselines.char_tfidf(rows),
        baselines.title_trigram(rows),
        baselines.title_200(rows),
        baselines.encoder(rows),
    ):
        assert scores[0, 1] > max(scores[0, 2], scores[1, 2])


def test_what_the_product_would_not_compare_scores_below_all():
    rows = [row("1", "Camden", title="Payroll"), row("2", "Brent", title="Grass cutting")]
    assert product_scores(rows)[0, 1] < -100


def write(path, *lines):
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def label(**fields):
    return json.dumps({"notice": "N1", "group": "g", "near_group": None, "kind": "tech"} | fields)


def notice(**fields):
    return json.dumps({"id": "N1", "buyer": "Camden", "title": "Telecare"} | fields)


class TestFiles:
    def test_labels_take_their_texts_from_the_notices(self, tmp_path):
        labels = write(tmp_path / "labels.jsonl", label(unknown=[1]), "", label(notice="N2"))
        texts = write(
            tmp_path / "texts.jsonl", notice(description=None), notice(id="N2", more=1), notice()
        )
        assert rows_of(labels, texts) == [
            Row("N1", "Telecare", "", "Camden", "g", "tech"),
            Row("N2", "Telecare", "", "Camden", "g", "tech"),
        ]

    def test_rows_that_carry_their_text_need_no_notices(self, tmp_path):
        said = {"id": "p1", "group": None, "borough": "Brent", "title": "T", "description": "D"}
        assert rows_of(write(tmp_path / "needs.jsonl", json.dumps(said)), None) == [
            Row("p1", "T", "D", "Brent", "", "")
        ]

    def test_a_label_given_twice_counts_once(self, tmp_path):
        labels = write(
            tmp_path / "l.jsonl", label(title="T", buyer="B"), label(title="U", buyer="B")
        )
        assert [row.title for row in rows_of(labels, None)] == ["T"]

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("{", "line 1: not JSON"),
            ("[]", "line 1: not an object"),
            ('{"group": "g"}', "line 1: neither “notice” nor “id”"),
            (label(notice="N9"), "line 1: N9 is not in texts.jsonl"),
            (label(title="T"), "line 1: N1 has neither “buyer” nor “borough”"),
            ("", "labels.jsonl holds no rows"),
            (label(kind="other"), "No row is of kind tech. Kinds: other"),
        ],
    )
    def test_what_cannot_be_used_is_said_with_its_line(self, tmp_path, line, said):
        labels = write(tmp_path / "labels.jsonl", line)
        texts = write(tmp_path / "texts.jsonl", notice())
        with pytest.raises(CommandError, match=said):
            call_command("evaluate_overlap", labels, "--texts", texts, "--kind", "tech")

    def test_labels_of_notices_ask_for_the_notices(self, tmp_path):
        with pytest.raises(UnusableLabels, match="N1 has no title. Give the notices with --texts"):
            rows_of(write(tmp_path / "labels.jsonl", label()), None)

    def test_missing_and_foreign_files_are_said(self, tmp_path):
        with pytest.raises(UnusableLabels, match="cannot be read: No such file"):
            rows_of(tmp_path / "nothing.jsonl", None)
        (tmp_path / "bad.jsonl").write_bytes(b"\xff\xfe")
        with pytest.raises(UnusableLabels, match="not UTF-8"):
            rows_of(tmp_path / "bad.jsonl", None)


@pytest.fixture
def labels(tmp_path):
    said = [
        {"id": "1", "borough": "Camden", "group": "g", "title": "Housing repairs scheduling"},
        {"id": "2", "borough": "Brent", "group": "g", "title": "Scheduling of housing repairs"},
        {"id": "3", "borough": "Ealing", "group": None, "title": ""},
    ]
    return write(tmp_path / "needs.jsonl", *map(json.dumps, said))


def evaluate(*arguments):
    out = StringIO()
    call_command("evaluate_overlap", *arguments, stdout=out)
    return out.getvalue()


def test_the_figures_are_printed_as_json(labels):
    found = json.loads(evaluate(labels, "--json"))
    assert found["product"] == {
        "map": 1, "recall_at_5": 1, "precision_at_3": 0.5, "pair_ap": 1, "recall_at_p90": 1,
    }  # fmt: skip
    assert {*measured.METHODS, "queries", "pairs", "scorer_version"} <= found.keys()
    assert (found["queries"], found["pairs"]) == (2, 3)
    assert found["scorer_version"] == overlap.SCORER_VERSION


def test_the_figures_are_printed_as_a_table(labels):
    printed = evaluate(labels)
    assert "This portal" in printed
    assert "2 queries, 3 pairs of different buyers" in printed
    assert "Labelled same: 1 pairs, 1 of them true" in printed


def test_a_method_that_is_not_there_is_null(labels, monkeypatch):
    monkeypatch.setattr(baselines, "encoder", lambda rows, threads=1: None)
    assert json.loads(evaluate(labels, "--json"))["encoder"] is None
    assert "–" in evaluate(labels)


class TestPage:
    @pytest.fixture
    def published(self):
        return measured.published()

    def test_it_shows_the_published_figures_dated(self, anonymous, published):
        page = read_text(anonymous.read(reverse("needs:overlap_method")))
        measured_on = datetime.date.fromisoformat(published["measured_on"])
        assert f"Measured on {format_uk_date(measured_on)}" in page
        for one in published["sets"]:
            assert f"{one['rows']:,} records, {one['queries']:,} of them" in page
            for method, name in measured.METHODS.items():
                cells = " ".join(f"{figure:.2f}" for figure in one[method].values())
                assert f"{name} {cells}" in page
            for label_, found in one["labels"].items():
                shown = f"{found['true'] / found['pairs']:.0%} of {found['pairs']:,} pairs"
                assert shown in page, label_

    def test_the_published_figures_are_of_this_scorer_with_the_encoder(self, published):
        """Run `manage.py publish_evaluation` after a change to the scorer."""
        for one in published["sets"]:
            assert one["scorer_version"] == overlap.SCORER_VERSION
            assert one["encoder_present"]

    def test_the_published_figures_are_what_the_shipped_labels_give(self, published):
        rows = rows_of(DATA / "labels" / "needs.jsonl", None)
        found = measured.measure(rows).as_json()
        kept = next(one for one in published["sets"] if one["rows"] == len(rows))
        assert {name: kept[name] for name in found} == found
        assert rows_of(DATA / "labels" / "notices.jsonl", NOTICES)

    def test_the_parts_are_the_scorers_and_a_missing_encoder_is_said(self, anonymous, monkeypatch):
        monkeypatch.setattr(meaning, "why_absent", lambda: "The sentence encoder is not installed")
        page = read_text(anonymous.read(reverse("needs:overlap_method")))
        assert f"Meaning {overlap.MEANING:+g} Descriptions that mean the same" in page
        assert "The sentence encoder is not installed. On this server texts are compared" in page

    def test_a_label_no_pair_had_says_so(self, anonymous, monkeypatch, published):
        published["sets"][0]["labels"]["same"] = {"pairs": 0, "true": 0}
        published["sets"][0]["product"]["map"] = None
        monkeypatch.setattr(measured, "published", lambda: published)
        page = read_text(anonymous.read(reverse("needs:overlap_method")))
        assert "No pairs" in page
        assert "This portal – " in page
        assert "What boroughs say in this portal: No pair has been judged yet." in page
