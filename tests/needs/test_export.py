"""The file and the feed of the list of needs: the rows of the page, and no more."""

import csv
import io
import re

import pytest

from tests.factories import NeedTermsFactory
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
