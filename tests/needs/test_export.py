"""The file and the feed of the list of needs: the rows of the page, and no more."""

import csv
import io
import re

import pytest

from needs.models import Need
from tests.factories import NeedTermsFactory, days
from tests.needs.listing import publish, titles

pytestmark = pytest.mark.django_db


def test_the_file_and_the_feed_hold_the_same_rows(anonymous, officer, many, brent):
    publish(title="For members only", visibility="members", borough=brent)
    for visitor in (anonymous, officer):
        page = titles(visitor.read("/needs?borough=brent"))
        file = visitor.get("/needs.csv?borough=brent")
        rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
        feed = visitor.read("/needs.atom?borough=brent")
        assert [row["Need"] for row in rows] == page
        assert re.findall(r"<entry><title>([^<]+)</title>", feed) == page


def test_the_file_says_when_each_was_confirmed_and_is_due_again(anonymous):
    dates = {"last_confirmed_on": days(-10), "review_by": days(170), "phase": "planning"}
    publish(title="Live", **dates)
    Need.objects.filter(pk=publish(title="Done", **dates).pk).update(status="awarded")
    file = anonymous.get("/needs.csv?stage=awarded&stage=planning").content.decode("utf-8-sig")
    rows = {row["Need"]: row for row in csv.DictReader(io.StringIO(file))}
    assert rows["Live"]["Last confirmed"] == days(-10).isoformat()
    assert rows["Live"]["Review by"] == days(170).isoformat()
    assert rows["Done"]["Review by"] == ""  # what is over stays as it was


def test_the_file_runs_no_formula_and_holds_no_commercial_field(anonymous, officer):
    need = publish(title='=HYPERLINK("http://x")', is_example=True)
    NeedTermsFactory(need=need, exact_value_pence=98_765_400, current_supplier="Incumbent Ltd")
    for visitor in (anonymous, officer):
        file = visitor.get("/needs.csv").content.decode("utf-8-sig")
        assert "'=HYPERLINK" in file
        assert "987" not in file
        assert "Incumbent" not in file
    assert "Decide by" not in anonymous.get("/needs.csv").content.decode()
    assert "Decide by" in officer.get("/needs.csv").content.decode()


def test_a_feed_stays_well_formed_whatever_is_typed(anonymous):
    publish(title="Bell \x07 & <script>")
    assert "Bell" in anonymous.read("/needs.atom")
