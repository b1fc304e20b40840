"""Decide-by dates for calendar programs: valid, stable, private, and gone when one leaves."""

import datetime

import icalendar
import pytest
from django.urls import reverse
from freezegun import freeze_time

from members.models import Membership
from needs import matching
from needs.models import CalendarAddress
from needs.models.contract import add_months
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    NeedFactory,
    NeedTermsFactory,
    days,
)
from tests.visitors import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def telephony():
    return CapabilityFactory(slug="telephony", name="Telephony", lead_time_months=6)


@pytest.fixture
def contract(camden, telephony):
    row = ContractFactory(borough=camden, capability=telephony, title="Switchboard", end=days(700))
    matching.rematch(row)
    return row


def address_of(person) -> str:
    person.post(reverse("needs:renew_calendar"))
    token = CalendarAddress.objects.get(user=person.user).token
    return reverse("needs:calendar_feed", kwargs={"token": token})


@pytest.fixture
def feed(officer):
    """The calendar's address, opened by a program that cannot sign in."""
    address, program = address_of(officer), visitor()
    return lambda: program.get(address)


def events(response) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


class TestFile:
    def test_each_date_to_decide_by_is_an_all_day_event(self, feed, contract):
        event = events(feed())["Decide: Switchboard (Camden)"]
        assert event.decoded("dtstart") == add_months(contract.end, -6)
        assert event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(days=1)
        assert "Whether to extend, replace or let go" in event["description"]
        assert "Begin procuring by" in event["description"]
        assert event["url"].endswith(contract.get_absolute_url())

    def test_notice_comes_first_when_it_is_due_first(self, feed, contract):
        ContractTermsFactory(contract=contract, notice_months=12)
        event = events(feed())["Decide: Switchboard (Camden)"]
        assert event.decoded("dtstart") == add_months(contract.end, -12)
        assert "Give notice by" in event["description"]

    def test_needs_are_in_it_and_so_is_a_record_nobody_confirmed(self, feed, camden, telephony):
        matching.rematch(NeedFactory(borough=camden, published=True, title="New lines"))
        matching.rematch(ContractFactory(borough=camden, stale=True, title="Old lines"))
        found = events(feed())
        assert set(found) == {"Decide: New lines (Camden)", "Decide: Old lines (Camden)"}
        assert "check it first" in found["Decide: Old lines (Camden)"]["description"]

    def test_notice_on_the_contract_that_a_need_replaces(self, feed, camden):
        need = NeedFactory(borough=camden, published=True, title="New lines")
        NeedTermsFactory(need=need, contract_ends=days(300), notice_months=6)
        matching.rematch(need)
        event = events(feed())["Decide: New lines (Camden)"]
        assert event.decoded("dtstart") == add_months(days(300), -6)
        assert "Give notice by" in event["description"]

    def test_lines_are_folded_and_texts_escaped(self, feed, camden):
        title = "Ämter, Straßen; “Ça va”\\n\r\nBEGIN:VEVENT " + "long é " * 20
        matching.rematch(ContractFactory(borough=camden, title=title))
        raw = feed().content
        assert raw.replace(b"\r\n", b"").count(b"\n") == raw.replace(b"\r\n", b"").count(b"\r") == 0
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        assert raw.count(b"\r\nBEGIN:VEVENT") == 1
        [event] = events(feed()).values()
        assert "Ämter, Straßen; “Ça va”" in event["summary"]

    def test_what_programs_ask_for_is_there(self, feed, contract):
        response = feed()
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = icalendar.Calendar.from_ical(response.content)
        assert calendar["version"] == "2.0"
        assert calendar["x-wr-calname"] == "Decide-by dates, Camden"
        [event] = calendar.walk("VEVENT")
        assert not event.errors
        assert {"UID", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED"} <= set(event)

    def test_it_is_not_sent_again_while_nothing_has_changed(self, officer, contract):
        address, program = address_of(officer), visitor()
        tag = program.get(address)["ETag"]
        assert program.get(address, headers={"If-None-Match": tag}).status_code == 304


class TestStability:
    def test_the_same_record_is_the_same_event_on_another_day(self, feed, contract):
        with freeze_time(days(0)):
            today = feed().content
        with freeze_time(days(20)):
            assert feed().content == today

    def test_a_change_raises_the_sequence_and_keeps_the_identity(self, feed, contract):
        [before] = events(feed()).values()
        with freeze_time(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)):
            contract.end = days(900)
            contract.save()
            [after] = events(feed()).values()
        assert after["uid"] == before["uid"]
        assert after["sequence"] > before["sequence"]
        assert after.decoded("last-modified") > before.decoded("last-modified")

    def test_another_lead_time_is_a_change(self, feed, contract, telephony, moderator):
        [before] = events(feed()).values()
        url = reverse("needs:set_lead_time", args=["telephony"])
        with freeze_time(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)):
            moderator.post(url, {"months": "12", "before": "6", "reason": "It takes a year"})
            [after] = events(feed()).values()
        assert after.decoded("dtstart") == add_months(contract.end, -12)
        assert after["sequence"] > before["sequence"]

    def test_a_term_that_runs_out_moves_the_date_and_raises_the_sequence(
        self, feed, camden, telephony
    ):
        row = ContractFactory(
            borough=camden, capability=telephony, end=days(30), extensions=[24], review_by=days(999)
        )
        matching.rematch(row)
        [before] = events(feed()).values()
        with freeze_time(days(40)):
            [after] = events(feed()).values()
        assert after.decoded("dtstart") > before.decoded("dtstart")
        assert after["sequence"] > before["sequence"]

    def test_what_is_withdrawn_or_over_or_long_past_is_absent(self, feed, camden, contract):
        matching.rematch(NeedFactory(borough=camden, withdrawn=True))
        matching.rematch(ContractFactory(borough=camden, end=days(-30)))
        matching.rematch(ContractFactory(borough=camden, start=None, end=None))
        assert set(events(feed())) == {"Decide: Switchboard (Camden)"}
        with freeze_time(add_months(contract.end, 12)):
            assert events(feed()) == {}


class TestPrivacy:
    def test_sealed_records_of_ones_own_borough_only(self, feed, camden, brent, telephony):
        for borough in (camden, brent):
            row = ContractFactory(borough=borough, sealed=True, title=f"Sealed {borough}")
            matching.rematch(row)
        assert set(events(feed())) == {"Decide: Sealed Camden (Camden)"}

    def test_a_renewed_address_ends_the_last(self, officer, contract):
        first, program = address_of(officer), visitor()
        second = address_of(officer)
        assert first != second
        assert program.get(first).status_code == 404
        assert program.get(second).status_code == 200

    @pytest.mark.parametrize("token", ["made-up", "made-up:signature", "%00", "x" * 500])
    def test_an_address_that_is_none_of_ours_is_missing(self, anonymous, token):
        assert anonymous.get(f"/calendar/{token}.ics").status_code == 404

    def test_who_leaves_the_borough_or_the_portal_reads_no_more(self, officer, feed):
        membership = Membership.objects.get(user=officer.user)
        membership.status = Membership.Status.ENDED
        membership.save()
        assert feed().status_code == 404

    def test_a_closed_account_has_no_calendar(self, officer, feed):
        officer.user.is_active = False
        officer.user.save()
        assert feed().status_code == 404


class TestPage:
    def test_makes_an_address_when_asked_and_shows_it(self, officer, contract):
        page = officer.read(reverse("needs:calendar"))
        assert "Camden has 1 date to decide by" in page
        assert "Make my private address" in page
        address = address_of(officer)
        page = officer.read(reverse("needs:calendar"))
        assert address in page
        assert "Renew the address" in page

    def test_nobody_else_is_shown_it(self, officer, colleague):
        address = address_of(officer)
        assert address not in colleague.read(reverse("needs:calendar"))

    def test_my_data_does_not_hold_the_key(self, officer):
        address_of(officer)
        data = officer.read(reverse("members:export_data"))
        assert "calendar address" in data
        assert CalendarAddress.objects.get().key not in data
