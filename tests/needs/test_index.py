"""The list of needs: what it shows to whom, how it is narrowed and ordered."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from needs.models import OverlapSide
from tests.factories import CapabilityFactory, InterestFactory, NeedFactory, days
from tests.needs.listing import publish, titles

pytestmark = pytest.mark.django_db


def test_the_public_reads_public_needs_and_members_read_more(anonymous, officer, outsider, brent):
    publish(title="Public one", borough=brent)
    publish(title="For members", visibility="members", borough=brent)
    publish(title="Sealed by Brent", visibility="sealed", borough=brent)
    NeedFactory(title="A draft", visibility="public", borough=brent)
    assert titles(anonymous.read("/needs")) == ["Public one"]
    assert titles(outsider.read("/needs")) == ["Public one"]
    assert titles(officer.read("/needs")) == ["For members", "Public one"]


def test_own_sealed_needs_are_listed_but_never_drafts(officer, camden):
    publish(title="Our sealed one", visibility="sealed", borough=camden)
    NeedFactory(title="Our draft", borough=camden)
    assert titles(officer.read("/needs")) == ["Our sealed one"]


def test_a_row_says_what_somebody_needs_to_choose(anonymous, brent):
    need = publish(
        title="Parking permits",
        borough=brent,
        phase="engaging",
        is_example=True,
        earliest_start=datetime(2028, 4, 1, tzinfo=UTC).date(),
        latest_start=datetime(2028, 9, 30, tzinfo=UTC).date(),
    )
    InterestFactory(need=need)
    InterestFactory(need=need)
    InterestFactory(need=need, left_at=datetime(2026, 1, 1, tzinfo=UTC))
    page = anonymous.read("/needs")
    for words in (
        "Brent",
        "£100,000 to £250,000",
        "Starts 1 April 2028 to 30 September 2028",
        "2 boroughs interested",
        "Talking to the market",
        "Example",
        "Confirmed ",
    ):
        assert words in page
    assert f"/needs/{need.reference}" in page


def test_an_overdue_need_is_flagged(anonymous):
    publish(review_by=days(-1))
    assert "may be out of date" in anonymous.read("/needs")


def test_decide_by_is_for_members(anonymous, officer, brent):
    need = publish(title="Telephony", borough=brent)
    OverlapSide.objects.update_or_create(
        need=need, defaults={"borough": brent, "decide_by": days(40), "text_hash": "x"}
    )
    assert "Decide by" not in anonymous.read("/needs")
    assert "Decide by <b>" in officer.read("/needs")
    assert titles(officer.read("/needs?within=3")) == ["Telephony"]
    assert titles(officer.read("/needs?within=3&sort=decide")) == ["Telephony"]


def test_hidden_dates_can_be_neither_filtered_nor_sorted_by_the_public(anonymous):
    publish(title="One")
    publish(title="Two")
    plain = titles(anonymous.read("/needs"))
    assert titles(anonymous.read("/needs?within=3")) == plain
    assert titles(anonymous.read("/needs?sort=decide")) == plain
    assert "decide" not in anonymous.read("/needs").lower()


HOUSING, PARKING, CHATBOT, DONE = (
    "Housing repairs scheduling",
    "Parking permits",
    "Chatbot trial",
    "Finished business",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {HOUSING, PARKING, CHATBOT}),
        ("q=permit", {PARKING}),
        ("q=voucher", {PARKING}),
        ("q=%22housing+repairs%22", {HOUSING}),
        ("q=permits+OR+repairs", {PARKING, HOUSING}),
        ("q=parking+-permits", set()),
        ("capability=housing", {HOUSING}),
        ("capability=repairs", {HOUSING}),
        ("tender_group=core_technologies", {PARKING}),
        ("borough=brent", {PARKING, CHATBOT}),
        ("stage=thinking", {HOUSING}),
        ("stage=planning", {PARKING}),
        ("stage=thinking&stage=procuring", {HOUSING, CHATBOT}),
        ("stage=awarded", {DONE}),
        ("value_band=over_1m", {PARKING, CHATBOT}),
        ("value_band=to_50k&value_band=over_1m", {PARKING, CHATBOT, HOUSING}),
        ("openness=share_ideas", {HOUSING}),
        ("borough=brent&q=permits", {PARKING}),
        ("unknown=1&utm_source=mail", {HOUSING, PARKING, CHATBOT}),
    ],
)
def test_filters(anonymous, many, query, found):
    page = anonymous.read(f"/needs?{query}")
    assert set(titles(page)) == found
    if found:
        assert f">{len(found)} need{'s' if len(found) > 1 else ''}<" in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("borough=atlantis", "Select borough again: that answer is not on the list"),
        ("capability=%00", "Select category again: that answer is not on the list"),
        ("q=" + "x" * 20_000, "Keywords must be 200 characters or less"),
        ("q=a%00b", "Keywords must be plain text"),
        ("stage=thinking&stage=nonsense", "Select stage again: that answer is not on the list"),
    ],
)
def test_a_value_that_cannot_be_is_answered_at_its_field(anonymous, many, query, message):
    page = anonymous.read(f"/needs?{query}")
    assert message in page
    assert "There is a problem" in page
    assert "<title>Error: " in page
    assert len(titles(page)) == 3


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=%00",
        "before=~~",
        "after=2026~",
        "sort=%27",
        "after=9999-99-99~N",
        "q=%27%3A*%26",
    ],
)
def test_a_made_up_address_never_breaks_the_page(anonymous, many, query):
    anonymous.read(f"/needs?{query}")


def test_chips_take_one_filter_out_each(anonymous, many):
    page = anonymous.read("/needs?borough=brent&q=permits&sort=starting")
    chips = re.findall(r'moj-filter__tag" href="([^"]+)".*?</span>([^<]+)</a>', page)
    assert ("/needs?q=permits", "Borough: Brent") in chips
    assert ("/needs?borough=brent", "Keywords: permits") in chips


def test_nothing_found_says_what_was_looked_for_and_what_to_do(anonymous, many):
    page = anonymous.read("/needs?q=parking&borough=camden")
    assert "No needs match “parking” in Camden. Remove a filter" in page
    assert 'href="/needs">Clear filters' in page


def test_an_empty_register_leads_somewhere(anonymous):
    assert "No needs have been published yet." in anonymous.read("/needs")


def test_orders(anonymous, camden):
    publish(title="Later permits", earliest_start=days(500), latest_start=None)
    publish(title="Sooner permits, permits and permits", earliest_start=days(100))
    publish(title="Whenever permits", earliest_start=None, latest_start=None)
    by_start = titles(anonymous.read("/needs?sort=starting"))
    assert by_start == [
        "Sooner permits, permits and permits",
        "Later permits",
        "Whenever permits",
    ]
    assert len(titles(anonymous.read("/needs?q=permits&sort=match"))) == 3


def test_an_unchanged_page_is_not_sent_again(anonymous, officer, brent):
    need = publish(borough=brent)
    first = anonymous.get("/needs")
    assert first["Cache-Control"] == "private, no-cache"
    same = anonymous.get("/needs", headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert officer.get("/needs", headers={"if-none-match": first["ETag"]}).status_code == 200
    InterestFactory(need=need)
    assert anonymous.get("/needs", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_sealed_need_moves_no_tag(anonymous, brent):
    need = publish(borough=brent)
    before = anonymous.get("/needs")["ETag"]
    publish(borough=brent, visibility="sealed", capability=need.capability)
    assert anonymous.get("/needs")["ETag"] == before


def queries(visitor, url: str) -> list[str]:
    """What a page asks the database, after the first visit of a session has been noted."""
    visitor.read(url)
    with CaptureQueriesContext(connection) as context:
        visitor.read(url)
    told = [query["sql"] for query in context.captured_queries]
    return [sql for sql in told if "usersessions" not in sql and "SAVEPOINT" not in sql]


@pytest.mark.parametrize("url", ["/needs", "/needs?q=permits&sort=match"])
def test_queries_do_not_grow_with_rows(anonymous, officer, brent, url):
    publish(title="Permits", borough=brent)
    few = len(queries(anonymous, url)), len(queries(officer, url))
    for n in range(30):
        InterestFactory(need=publish(title=f"Permits {n}", borough=brent))
    many = len(queries(anonymous, url)), len(queries(officer, url))
    assert few == many
    assert many[0] <= 6
    assert many[1] <= 8


def test_a_kept_page_is_only_for_whom_it_was_made(officer, colleague, other_officer, camden, brent):
    publish(title="Sealed by Camden", visibility="sealed", borough=camden)
    publish(title="Sealed by Brent", visibility="sealed", borough=brent)
    for _ in range(2):
        assert titles(officer.read("/needs")) == ["Sealed by Camden"]
        assert titles(other_officer.read("/needs")) == ["Sealed by Brent"]
        assert titles(colleague.read("/needs")) == ["Sealed by Camden"]


def test_what_a_person_loses_they_stop_seeing_at_once(officer, camden):
    publish(title="Sealed by Camden", visibility="sealed", borough=camden)
    assert titles(officer.read("/needs")) == ["Sealed by Camden"]
    officer.user.memberships.get().end(by=None)
    assert titles(officer.read("/needs")) == []


def test_a_kept_page_never_swallows_a_message(moderator, camden):
    moderator.read("/needs")
    moderator.post(
        "/moderation/notices", {"file": SimpleUploadedFile("notices.json", b'{"releases": []}')}
    )
    assert "notices.json was uploaded" in moderator.read("/needs")
    assert "notices.json was uploaded" not in moderator.read("/needs")


def test_keywords_find_needs_by_what_their_category_is_called(anonymous, brent):
    telecare = CapabilityFactory(
        slug="digital-telecare-switchover",
        name="Digital telecare switchover",
        synonyms=["analogue phone line closure"],
    )
    need = publish(borough=brent, capability=telecare, title="Sheltered housing alarms")
    other = publish(borough=brent, title="Laptops")
    for words in ("telecare", "analogue closure"):
        page = anonymous.read(f"/needs?q={words}")
        assert need.title in page
        assert other.title not in page
    assert need.title in anonymous.read("/needs?q=telecare&sort=match")
