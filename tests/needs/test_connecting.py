"""Sealed records and being put in touch: a hint, a question, and nothing more until both agree."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from needs import connecting
from needs.models import ConnectRequest, Contract, Need, Overlap
from needs.tasks import keep_requests
from tests import factories
from tests.visitors import visitor

pytestmark = pytest.mark.django_db
HINT = "A borough has something like this."
SECRETS = ("Zyxtitle", "Zyxproblem", "Brent")


@pytest.fixture
def sealed(brent):
    """What Brent hides, and lets others ask about."""
    return factories.NeedFactory(
        borough=brent,
        published=True,
        sealed=True,
        may_be_asked=True,
        title="Zyxtitle",
        problem="Zyxproblem is what goes wrong.",
    )


def alike(one, other, label=Overlap.Label.SIMILAR):
    sides = [
        factories.OverlapSideFactory(**{type(r).__name__.lower(): r})
        if not hasattr(r, "side")
        else r.side
        for r in (one, other)
    ]
    return factories.OverlapFactory(side_a=sides[0], side_b=sides[1], label=label)


@pytest.fixture
def mine(camden, sealed):
    """Camden's contract, its words at rest, like what Brent hides."""
    contract = factories.ContractFactory(borough=camden, settled=True)
    alike(contract, sealed)
    return contract


def ask(reader, record, message="What do you pay?"):
    return reader.post(
        reverse("needs:ask_to_connect", args=[record.reference]), {"message": message}
    )


def act(reader, verb, request, **data):
    return reader.post(reverse(f"needs:{verb}", args=[request.reference]), data)


class TestHint:
    def test_says_that_something_exists_and_nothing_else(self, officer, mine):
        own_page = officer.read(mine.get_absolute_url())
        assert HINT in own_page
        for page in (
            own_page,
            officer.read(reverse("needs:ask_to_connect", args=[mine.reference])),
        ):
            assert not any(word in page for word in SECRETS)

    def test_is_the_same_for_two_as_for_one(self, officer, mine):
        one = officer.read(mine.get_absolute_url())
        other = factories.NeedFactory(published=True, sealed=True, may_be_asked=True)
        alike(mine, other)
        assert without_token(officer.read(mine.get_absolute_url())) == without_token(one)

    def test_is_for_ones_own_borough(self, mine):
        third = visitor(factories.MembershipFactory().user)
        assert HINT not in third.read(mine.get_absolute_url())
        third.client.get(reverse("needs:ask_to_connect", args=[mine.reference]))
        assert ask(third, mine).status_code == 403

    @pytest.mark.parametrize(
        "change",
        [
            {"may_be_asked": False},
            {"visibility": "members"},
            {"status": "withdrawn"},
            {"review_by": datetime.date(2020, 1, 1)},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_goes_when_the_owner_does_not_offer_it(self, officer, mine, sealed, change):
        Need.objects.filter(pk=sealed.pk).update(**change)
        assert HINT not in officer.read(mine.get_absolute_url())
        assert ask(officer, mine).status_code == 404

    def test_needs_more_than_something_related(self, officer, mine):
        Overlap.objects.update(label=Overlap.Label.RELATED)
        assert HINT not in officer.read(mine.get_absolute_url())

    def test_waits_until_a_contracts_words_have_rested(self, officer, mine):
        mine.version += 1
        mine.title = "Another wording"
        mine.save()
        assert HINT not in officer.read(mine.get_absolute_url())
        mine.history.update(history_date=timezone.now() - datetime.timedelta(days=8))
        assert HINT in officer.read(mine.get_absolute_url())

    def test_is_for_needs_as_a_moderator_read_them(self, officer, camden, sealed):
        need = factories.NeedFactory(borough=camden, published=True, reviewed_version=1)
        alike(need, sealed)
        assert HINT in officer.read(need.get_absolute_url())
        Need.objects.filter(pk=need.pk).update(version=2)
        assert HINT not in officer.read(need.get_absolute_url())

    def test_is_not_in_suggestions(self, officer, camden, sealed, mine):
        draft = factories.NeedFactory(
            borough=camden, owner=officer.user, title=sealed.title, capability=sealed.capability
        )
        page = officer.read(reverse("needs:post_similar", args=[draft.reference]))
        assert "something like this" not in page


def without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


class TestAsking:
    def test_the_owner_reads_who_asks_and_the_asker_learns_nothing(
        self, officer, other_officer, mine, sealed
    ):
        assert ask(officer, mine).status_code == 302
        request = ConnectRequest.objects.get()
        page = other_officer.read(request.get_absolute_url())
        assert "Camden asks to connect" in page
        assert "What do you pay?" in page
        assert mine.title in page
        officer.read(request.get_absolute_url(), status=404)
        for url in (mine.get_absolute_url(), reverse("needs:connections")):
            page = officer.read(url)
            assert not any(word in page for word in SECRETS)
        assert [event.verb for event in request.events.all()] == ["ask"]

    def test_once_asked_the_hint_is_gone(self, officer, mine):
        ask(officer, mine)
        page = officer.read(mine.get_absolute_url())
        assert HINT not in page
        assert "An answer may come until" in page
        assert ask(officer, mine).status_code == 404
        assert ConnectRequest.objects.count() == 1

    def test_a_sealed_record_may_ask_and_is_read_by_the_owner(
        self, officer, other_officer, mine, sealed
    ):
        Contract.objects.filter(pk=mine.pk).update(visibility="sealed")
        other_officer.read(mine.get_absolute_url(), status=404)
        ask(officer, mine)
        assert mine.title in other_officer.read(ConnectRequest.objects.get().get_absolute_url())

    def test_five_in_a_week_are_enough(self, officer, camden, sealed, mine):
        for _ in range(connecting.WEEKLY_LIMIT):
            another = factories.ContractFactory(borough=camden)
            factories.ConnectRequestFactory(contract_a=another, need_b=sealed)
        page = ask(officer, mine).content.decode()
        assert "Your borough has asked too often this week. Ask again on" in page
        assert "What do you pay?" in page
        assert connecting.may_ask_again_on(camden.gss) > timezone.localdate()

    def test_can_be_withdrawn(self, officer, other_officer, mine):
        ask(officer, mine)
        officer.post(reverse("needs:withdraw_request", args=[mine.reference]))
        request = ConnectRequest.objects.get()
        assert request.status == "withdrawn"
        assert act(other_officer, "accept_request", request).status_code == 409
        assert "withdrew the request" in officer.read(mine.get_absolute_url())
        assert mine.title not in other_officer.read(request.get_absolute_url())


class TestAnswering:
    @pytest.fixture
    def request_made(self, officer, mine):
        ask(officer, mine)
        return ConnectRequest.objects.get()

    def test_agreed_both_boroughs_and_nobody_else_read_it(
        self, officer, other_officer, moderator, mine, sealed, request_made
    ):
        act(other_officer, "accept_request", request_made)
        page = officer.read(request_made.get_absolute_url())
        assert "Brent agreed to connect" in page
        assert "Zyxproblem is what goes wrong." in page
        assert other_officer.user.email in page
        assert "connected with Brent" in officer.read(mine.get_absolute_url())
        third = visitor(factories.MembershipFactory().user)
        for outsider in (third, moderator):
            outsider.read(request_made.get_absolute_url(), status=404)
        officer.read(sealed.get_absolute_url(), status=404)

    def test_commercial_terms_stay_at_home(self, officer, other_officer, sealed, request_made):
        factories.NeedTermsFactory(need=sealed, exact_value_pence=91_357_700)
        act(other_officer, "accept_request", request_made)
        page = officer.read(request_made.get_absolute_url())
        assert "913,577" not in page

    def test_refused_says_no_name(self, officer, other_officer, mine, request_made):
        act(other_officer, "refuse_request", request_made, answer="Too early for us")
        page = officer.read(mine.get_absolute_url())
        assert "Nobody agreed this time" in page
        assert "Too early for us" in page
        assert "Brent" not in page
        officer.read(request_made.get_absolute_url(), status=404)

    def test_refused_is_not_offered_again(self, officer, other_officer, mine, request_made):
        act(other_officer, "refuse_request", request_made)
        ConnectRequest.objects.update(asked_at=timezone.now() - datetime.timedelta(days=91))
        assert HINT not in officer.read(mine.get_absolute_url())

    def test_a_refusal_is_told_when_nobody_is_left_to_answer(
        self, officer, other_officer, mine, request_made
    ):
        another = factories.NeedFactory(published=True, sealed=True)
        waiting = factories.ConnectRequestFactory(contract_a=mine, need_b=another)
        act(other_officer, "refuse_request", request_made, answer="No")
        page = officer.read(mine.get_absolute_url())
        assert "An answer may come until" in page
        assert "Nobody agreed" not in page
        waiting.expire()
        assert "Nobody agreed" in officer.read(mine.get_absolute_url())

    @pytest.mark.parametrize("who", ["officer", "other_officer"])
    def test_either_side_ends_it(self, who, request, officer, other_officer, request_made):
        act(other_officer, "accept_request", request_made)
        act(request.getfixturevalue(who), "end_connection", request_made)
        page = officer.read(request_made.get_absolute_url())
        assert "Ended" in page
        assert "Zyx" not in page
        verbs = [event.verb for event in request_made.events.all()]
        assert verbs == ["ask", "accept", "end"]

    def test_the_asker_cannot_answer(self, officer, request_made):
        for verb in ("accept_request", "refuse_request", "end_connection"):
            assert act(officer, verb, request_made).status_code == 404

    def test_expires_after_four_weeks(self, officer, other_officer, mine, request_made):
        assert keep_requests() == 0
        ConnectRequest.objects.update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
        assert keep_requests() == 1
        assert act(other_officer, "accept_request", request_made).status_code == 409
        assert "Nobody agreed" in officer.read(mine.get_absolute_url())


class TestMail:
    @pytest.fixture(autouse=True)
    def at_once(self, worker, django_capture_on_commit_callbacks):
        self.capture = django_capture_on_commit_callbacks

    def do(self, step, *args, **data):
        with self.capture(execute=True):
            step(*args, **data)

    def test_each_side_is_written_to_and_nothing_is_given_away(
        self, officer, other_officer, mine, sealed
    ):
        Need.objects.filter(pk=sealed.pk).update(owner=other_officer.user)
        self.do(ask, officer, mine)
        self.do(act, other_officer, "accept_request", ConnectRequest.objects.get())
        self.do(act, officer, "end_connection", ConnectRequest.objects.get())
        assert [(m.to, m.subject) for m in mail.outbox] == [
            ([other_officer.user.email], "A borough asks to connect"),
            ([officer.user.email], "A borough agreed to connect"),
            ([other_officer.user.email], "A connection has ended"),
        ]
        said = repr([(m.subject, m.body, m.alternatives) for m in mail.outbox])
        assert not any(word in said for word in (*SECRETS, "Camden", mine.title))

    def test_leads_are_asked_where_the_owner_has_gone(self, officer, brent, mine):
        lead = factories.MembershipFactory(borough=brent, lead=True).user
        factories.MembershipFactory(borough=brent)
        self.do(ask, officer, mine)
        assert [m.to for m in mail.outbox] == [[lead.email]]

    def test_a_refusal_reaches_the_asker(self, officer, other_officer, mine):
        self.do(ask, officer, mine)
        self.do(act, other_officer, "refuse_request", ConnectRequest.objects.get())
        [message] = [m for m in mail.outbox if m.to == [officer.user.email]]
        assert "Nobody agreed this time" in message.body
        assert mine.get_absolute_url() in message.body


def test_the_owner_chooses_in_the_form(officer, camden):
    need = factories.NeedFactory(borough=camden, published=True, owner=officer.user)
    url = reverse("needs:edit_step", args=[need.reference, "visibility"])
    assert "others with something like it may ask to connect" in officer.read(url)
    officer.post(url, {"version": 1, "visibility": "sealed", "may_be_asked": "on"})
    need.refresh_from_db()
    assert (need.visibility, need.may_be_asked) == ("sealed", True)
