"""What the specification of a need says, to whom, and that its PDF keeps its structure."""

import html
import re

import pytest

from needs.models import Need
from needs.specification import as_html, describe
from procurement_portal.lib.pdf import render_pdf
from tests import factories
from tests.factories import days
from tests.procurement_portal.test_pdf import read, structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(camden, brent):
    """Public, with commercial terms, a borough that joined and an overlap."""
    need = factories.NeedFactory(
        borough=camden,
        title="Housing repairs system",
        published=True,
        public=True,
        must_haves="- Works on a phone\n- Sends photos\n",
    )
    factories.NeedTermsFactory(need=need, current_supplier="Acme Ltd", notice_months=6)
    factories.InterestFactory(need=need, borough=brent, wanted_by=days(200))
    theirs = factories.NeedFactory(borough=brent, title="Repairs in Brent", published=True)
    overlap(need, theirs)
    return need


def overlap(need, theirs):
    sides = [factories.OverlapSideFactory(need=n) for n in (need, theirs)]
    return factories.OverlapFactory(side_a=sides[0], side_b=sides[1], label="same")


def printed(need, audience="members") -> str:
    return as_html(describe(Need.objects.get(pk=need.pk), audience))


COMMERCIAL = ("Acme Ltd", "£180,000", "6 months", "Repairs in Brent", "Wants it by")


def test_members_read_everything(need):
    page = printed(need)
    for text in (*COMMERCIAL, "Housing repairs system", need.reference, "Works on a phone"):
        assert text in page
    assert "1 other borough has this need too" in page


def test_suppliers_read_nothing_commercial_and_not_who_joined(need):
    page = printed(need, "public")
    for text in (*COMMERCIAL, "Brent"):
        assert text not in page
    assert "1 other borough has this need too" in page
    assert "Everyone, suppliers included" in page


def test_a_members_copy_says_it_is_not_for_suppliers(need):
    assert "not for suppliers" in printed(need)
    assert "not for suppliers" not in printed(need, "public")


@pytest.mark.parametrize(
    "state", [{"visibility": "sealed"}, {"status": "withdrawn"}, {"review_by": days(-1)}]
)
def test_overlaps_name_only_what_every_member_may_read(state, need):
    Need.objects.filter(title="Repairs in Brent").update(**state)
    assert "Repairs in Brent" not in printed(need)


def test_what_changed_since_it_was_published(need):
    need.version, need.problem = 2, "Another problem"
    need.save()
    spec = describe(need, "members")
    assert [(row[0], row[2]) for row in spec.changes] == [
        ("2", "Why you need it"),
        ("1", "First published"),
    ]


def test_the_hash_follows_the_words_and_the_audience(need):
    spec = describe(need, "members")
    assert describe(need, "members").content_hash == spec.content_hash
    assert describe(need, "public").content_hash != spec.content_hash
    need.outcome = "Something else"
    assert describe(need, "members").content_hash != spec.content_hash
    assert len(spec.content_hash) == 64


def test_the_printed_hash_is_the_hash(need):
    spec = describe(need, "members")
    assert spec.content_hash in as_html(spec)


HOSTILE = [
    "<script>alert(1)</script>",
    "</style><style>@import url(file:///etc/passwd)</style>",
    "<img src=http://127.0.0.1/x>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    "<link rel=attachment href=file:///etc/passwd>",
    "'}@page{content:url(http://127.0.0.1/)}",
    '"><h1>Second</h1>',
    "{% include 'x' %}{{ settings.SECRET_KEY }}",
]


@pytest.mark.parametrize("payload", HOSTILE)
def test_peoples_words_are_text_and_never_markup(payload, need):
    names = ("title", "problem", "users", "outcome", "must_haves", "constraints", "contact")
    for name in names:
        setattr(need, name, payload[: Need._meta.get_field(name).max_length])
    need.terms.current_supplier = payload
    page = as_html(describe(need, "members"))
    assert payload in html.unescape(page)
    assert page.count("<h1>") == 1
    assert page.count("<style") == 0
    for tag in ("<script", "<img", "<svg", "<link"):
        assert tag not in page
    elements = structure(read(render_pdf(page).content))
    assert [e["/S"] for e in elements].count("/H1") == 1


def test_the_pdf_has_the_tables_headings_and_cells_of_the_page(need):
    page = printed(need)
    elements = [e["/S"] for e in structure(read(render_pdf(page).content))]
    for tag, name in (("table", "Table"), ("th", "TH"), ("td", "TD"), ("h2", "H2"), ("h1", "H1")):
        assert elements.count(f"/{name}") == len(re.findall(rf"<{tag}\b", page)), tag


def test_the_pdf_says_its_title_language_and_author(need):
    reader = read(render_pdf(printed(need)).content)
    assert reader.metadata.title.startswith("Housing repairs system: specification of NEED-")
    assert reader.metadata.author == "London Borough of Camden"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    outline = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert outline[0].title == "Housing repairs system"


def test_a_long_one_has_contents_with_page_numbers_and_a_short_one_has_none(need):
    assert "Contents" not in printed(need)
    paragraph = "The system is slow and nobody can see what was promised to a tenant. " * 8
    need.problem = need.users = need.outcome = f"{paragraph}\n\n" * 7
    text = read(render_pdf(as_html(describe(need, "members"))).content).pages[0].extract_text()
    assert "Contents" in text
    assert re.search(r"Why it is needed, page \d", text)


def test_paragraphs_and_lists_keep_the_authors_lines(need):
    need.problem = "One\ntwo\n\n\nThree"
    spec = describe(need, "members")
    by_id = {section.id: section for section in spec.sections}
    assert by_id["problem"].paragraphs == ("One\ntwo", "Three")
    assert by_id["must_haves"].points == ("Works on a phone", "Sends photos")


def test_a_need_with_only_a_title_can_be_printed(camden):
    bare = Need.objects.create(borough=camden, title="Only a title")
    assert render_pdf(as_html(describe(bare, "members"))).pages == 1


def test_it_costs_the_same_few_queries_however_many_joined(need, django_assert_max_num_queries):
    for _ in range(10):
        factories.InterestFactory(need=need)
    fresh = Need.objects.select_related("borough", "capability", "terms").get(pk=need.pk)
    with django_assert_max_num_queries(4):
        describe(fresh, "members")
