"""The link in a digest that confirms records: GET shows, POST acts, and it is good for no more."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community import sending
from community.confirming import confirm_token
from community.models import Digest
from members.models import Membership
from needs.models import Confirmation, Contract, Need, Overlap
from tests import factories
from tests.factories import days

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(camden, officer):
    return factories.NeedFactory(
        borough=camden,
        owner=officer.user,
        title="Telecare monitoring",
        published=True,
        published_at=timezone.now() - datetime.timedelta(days=170),
        review_by=days(7),
    )


@pytest.fixture
def contracts(camden, officer):
    kept = factories.ContractFactory.create_batch(
        2, borough=camden, owner=officer.user, review_by=days(5)
    )
    for contract in kept:
        factories.OverlapSideFactory(contract=contract)
    return kept


def send_digest(user) -> tuple[Digest, str, str]:
    """A digest of the last weeks, sent; the digest, its text and the path of its link."""
    digest = factories.DigestFactory(
        user=user,
        period=f"{timezone.localdate():%G-W%V}",  # which ends after whatever the test has made
        period_from=timezone.now() - datetime.timedelta(days=14),
    )
    sending.send_due(Digest.objects.filter(pk=digest.pk))
    message = mail.outbox[-1]
    link = re.search(r"https?://[^/\s]+(/confirm/\S+)", message.body)
    return digest, message.body, link[1] if link else ""


def fresh() -> tuple[int, int]:
    """How many needs and contracts were confirmed today."""
    today = timezone.localdate()
    confirmed = {"last_confirmed_on": today}
    return Need.objects.filter(**confirmed).count(), Contract.objects.filter(**confirmed).count()


def test_the_mail_asks_and_its_link_shows_what_would_be_confirmed(officer, need, contracts):
    _, text, link = send_digest(officer.user)
    assert "Telecare monitoring" in text
    assert "Read and confirm 3 records: http" in text
    html = mail.outbox[-1].alternatives[0].content
    assert "Read and confirm 3 records" in html
    assert link.split("/")[-1] in html
    page = Client().get(link).content.decode()
    for title in ("Telecare monitoring", *(c.title for c in contracts)):
        assert title in page
    assert page.count(" checked") == 3
    assert f"You confirm as {officer.user}" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(method, officer, need, contracts):
    """Mail filters open every link."""
    *_, link = send_digest(officer.user)
    for _ in range(2):
        assert getattr(Client(), method)(link).status_code == 200
    assert fresh() == (0, 0)
    assert not Confirmation.objects.exists()


def test_one_press_confirms_without_signing_in_and_signs_nobody_in(officer, need, contracts):
    *_, link = send_digest(officer.user)
    client = Client()
    references = [need.reference, *(c.reference for c in contracts)]
    page = client.post(link, {"reference": references}, follow=True).content.decode()
    assert fresh() == (1, 2)
    assert "1 need and 2 contracts confirmed" in page
    need.refresh_from_db()
    assert need.confirmed_by == officer.user
    assert need.events.get(verb="confirm").by == officer.user
    assert client.get(reverse("needs:my_needs")).status_code == 302


def test_it_can_be_undone_from_the_same_link(officer, need):
    *_, link = send_digest(officer.user)
    Client().post(link, {"reference": need.reference})
    assert Client().get(f"{link}/undo").status_code == 405
    page = Client().post(f"{link}/undo", follow=True).content.decode()
    assert "Telecare monitoring" in page
    need.refresh_from_db()
    assert need.review_by == days(7)
    assert fresh() == (0, 0)
    Client().post(f"{link}/undo")
    assert [e.verb for e in need.events.all()] == ["confirm", "unconfirm"]


def test_only_what_is_ticked_is_confirmed_and_nothing_ticked_is_an_error(officer, need, contracts):
    *_, link = send_digest(officer.user)
    page = Client().post(link, {}).content.decode()
    assert "Tick the records that are still right" in page
    assert fresh() == (0, 0)
    page = Client().post(link, {"reference": need.reference}, follow=True).content.decode()
    assert fresh() == (1, 0)
    assert "2 records left" in page


def test_records_the_mail_did_not_name_cannot_be_confirmed(officer, camden, need):
    *_, link = send_digest(officer.user)
    other = factories.NeedFactory(
        borough=camden, owner=officer.user, published=True, review_by=days(3)
    )
    Client().post(link, {"reference": [other.reference, "\0"]})
    other.refresh_from_db()
    assert other.last_confirmed_on != timezone.localdate()


def test_the_link_ends_with_the_membership(officer, lead, need):
    *_, link = send_digest(officer.user)
    Membership.objects.get(user=officer.user).end(by=lead.user)
    answer = Client().post(link, {"reference": need.reference})
    assert answer.status_code == 410
    assert "Nothing is left to confirm with this link" in answer.content.decode()
    assert "Telecare" not in answer.content.decode()
    assert fresh() == (0, 0)


def test_the_link_ends_for_what_another_person_keeps_now(officer, colleague, need, contracts):
    *_, link = send_digest(officer.user)
    Need.objects.filter(pk=need.pk).update(owner=colleague.user)
    page = Client().get(link).content.decode()
    assert "Telecare" not in page
    Client().post(link, {"reference": need.reference})
    assert fresh() == (0, 0)


def test_the_link_ends_after_thirty_days(officer, need, monkeypatch):
    digest, *_ = send_digest(officer.user)
    month_ago = timezone.now().timestamp() - 31 * 24 * 60 * 60
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: month_ago)
        token = confirm_token(digest)
    url = reverse("community:confirm_records", kwargs={"token": token})
    for ask in (Client().get, Client().post):
        answer = ask(url, {"reference": need.reference})
        assert answer.status_code == 410
        assert "This link is too old" in answer.content.decode()
    assert fresh() == (0, 0)


@pytest.mark.parametrize("token", ["1", "1:forged:x", "%00", "x" * 400])
def test_a_link_that_is_not_ours_is_not_found(token, anonymous):
    assert anonymous.get(f"/confirm/{token}").status_code == 404
    assert anonymous.post(f"/confirm/{token}").status_code == 404


def test_no_other_link_of_ours_confirms(officer, need):
    """The link that stops the digest names the person; it is good for that alone."""
    send_digest(officer.user)
    token = re.search(r"/unsubscribe/(\S+)", mail.outbox[-1].body)[1]
    assert Client().post(f"/confirm/{token}").status_code == 404


def test_a_sealed_record_is_named_by_its_reference_alone(officer, need):
    Need.objects.update(visibility="sealed")
    *_, link = send_digest(officer.user)
    page = Client().get(link).content.decode()
    assert "Telecare" not in page
    assert f"Sealed need {need.reference}" in page


def test_a_lead_hears_of_what_others_keep_in_one_line(lead, officer, need, contracts, brent):
    factories.NeedFactory(borough=brent, published=True, review_by=days(5))
    _, text, link = send_digest(lead.user)
    assert "3 records of Camden need confirming by" in text
    assert "You lead Camden" in text
    Client().post(link, {"reference": [need.reference, contracts[0].reference]})
    assert fresh() == (1, 1)
    need.refresh_from_db()
    assert need.confirmed_by == lead.user


def test_who_leads_no_longer_confirms_no_more_for_others(lead, officer, need):
    *_, link = send_digest(lead.user)
    Membership.objects.get(user=lead.user).change_role(by=officer.user, role="officer")
    assert Client().get(link).status_code == 410
    Client().post(link, {"reference": need.reference})
    assert fresh() == (0, 0)


def test_an_officer_does_not_hear_of_what_colleagues_keep(colleague, need):
    send = factories.DigestFactory(user=colleague.user)
    sending.send_due(Digest.objects.filter(pk=send.pk))
    send.refresh_from_db()
    assert (send.status, mail.outbox) == ("skipped", [])


def test_what_is_confirmed_counts_again_at_once_without_being_compared_anew(
    officer, other_officer, need, brent
):
    Need.objects.filter(pk=need.pk).update(status="stale", review_by=days(-2))
    theirs = factories.NeedFactory(borough=brent, published=True, capability=need.capability)
    pair = factories.OverlapFactory(
        side_a=factories.OverlapSideFactory(need=need),
        side_b=factories.OverlapSideFactory(need=theirs),
    )
    assert not Overlap.objects.visible_to(other_officer.user).live().exists()
    *_, link = send_digest(officer.user)
    Client().post(link, {"reference": need.reference})
    assert Overlap.objects.visible_to(other_officer.user).live().get() == pair
    assert need.title in other_officer.read(
        reverse("needs:overlap_capability", kwargs={"slug": need.capability.slug})
    )
