"""The same file again costs one look at the rows behind it; whatever changes them, a new file."""

import datetime
import re

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from needs import specification, specification_state
from needs.models import Capability, Contract, Interest, Judgement, Need, Overlap, SpecificationPdf
from needs.specification import MEMBERS, PUBLIC, describe
from needs.specification_state import STATE, present_hash, state_of
from procurement_portal.lib import pdf_files
from procurement_portal.lib.pdf import Pdf
from tests import factories
from tests.factories import days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages_are_kept(settings):
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "specs"},
    }
    yield
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def files_are_their_text(monkeypatch):
    """Laid out or not, a file is another one when it says something else: test_specification_pdf.py
    lays them out, which takes most of a second for each."""
    monkeypatch.setattr(
        pdf_files, "render_pdf", lambda html: Pdf(b"%PDF-1.7\n" + html.encode(), pages=1)
    )


@pytest.fixture
def need(camden, brent):
    """Public, joined by one borough, alike to a need and a contract of another."""
    need = factories.NeedFactory(borough=camden, published=True, public=True, title="Repairs")
    factories.NeedTermsFactory(need=need, current_supplier="Acme Ltd")
    factories.InterestFactory(need=need, borough=brent)
    side = factories.OverlapSideFactory(need=need)
    others = (
        {"need": factories.NeedFactory(borough=brent, title="Repairs in Brent", published=True)},
        {"contract": factories.ContractFactory(borough=brent, title="Repairs system of Brent")},
    )
    for other in others:
        factories.OverlapFactory(side_a=side, side_b=factories.OverlapSideFactory(**other))
    return need


@pytest.fixture
def file_url(need):
    return reverse("needs:specification_pdf", args=[need.reference])


def make(visitor, need) -> None:
    visitor.post(reverse("needs:specification", args=[need.reference]))
    call_command("render_specifications")


def is_kept(need, audience=MEMBERS) -> bool:
    """Whether the hash is known without writing the specification anew."""
    with CaptureQueriesContext(connection) as asked:
        present_hash(need.pk, audience)
    return len(asked) == 1


def test_the_same_file_again_asks_for_the_need_and_its_state_alone(anonymous, need, file_url):
    make(anonymous, need)
    first = anonymous.get(file_url)
    with CaptureQueriesContext(connection) as asked:
        again = anonymous.get(file_url)
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert len(asked) == 2


def test_every_table_a_specification_reads_is_in_its_state(need):
    with CaptureQueriesContext(connection) as asked:
        fresh = Need.objects.select_related("borough", "capability", "terms").get(pk=need.pk)
        describe(fresh, MEMBERS)
    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(q["sql"] for q in asked)))
    stated = set(re.findall(r"from ((?:needs|members)_\w+)", STATE))
    assert {"needs_need", "needs_overlap", "needs_historicalneed"} <= read
    assert read <= stated


def edited(need):
    need.problem = "Another"
    need.save()


def dismissed(need):
    pair = Overlap.objects.all()[0]
    by = factories.MembershipFactory(borough=need.borough).user
    Judgement.of(pair, need.borough_id).dismiss(by=by, pair=pair, reason_kind="purpose")


CHANGES = {
    "the need is edited": edited,
    "its title is changed in the database": lambda need: Need.objects.filter(pk=need.pk).update(
        title="Housing repairs"
    ),
    "the need is confirmed": lambda need: Need.objects.filter(pk=need.pk).update(
        last_confirmed_on=days(-1)
    ),
    "its terms change": lambda need: type(need.terms).objects.update(current_supplier="Bolt Ltd"),
    "a borough joins": lambda need: factories.InterestFactory(need=need),
    "a borough leaves": lambda need: Interest.objects.get().leave(),
    "a borough wants it later": lambda need: Interest.objects.update(wanted_by=days(400)),
    "an overlap is found": lambda need: factories.OverlapFactory(
        side_a=need.side,
        side_b=factories.OverlapSideFactory(need=factories.NeedFactory(published=True)),
    ),
    "an overlap is scored anew": lambda need: Overlap.objects.update(
        label="related", scorer_version="next"
    ),
    "an overlap is no more": lambda need: Overlap.objects.all()[0].delete(),
    "an overlap is dismissed": dismissed,
    "the other need is renamed": lambda need: Need.objects.exclude(pk=need.pk).update(title="X"),
    "the other need is sealed": lambda need: Need.objects.exclude(pk=need.pk).update(
        visibility="sealed"
    ),
    "the other contract is renamed": lambda need: Contract.objects.update(title="Another system"),
    "the other contract is sealed": lambda need: Contract.objects.update(visibility="sealed"),
    "a borough is renamed": lambda need: (
        type(need.borough)
        .objects.filter(pk="E09000005")
        .update(name="Brent Council", short_name="Wembley")
    ),
    "the kind of need is renamed": lambda need: Capability.objects.filter(
        pk=need.capability_id
    ).update(name="Repairs software"),
    "the kind takes longer": lambda need: Capability.objects.update(lead_time_months=15),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_it_says_changes_the_file_is_not_served(change, officer, need, file_url):
    make(officer, need)
    old = officer.get(file_url)
    change(need)
    assert officer.get(file_url).status_code == 302, "the old file says something else"
    make(officer, need)
    new = officer.get(file_url)
    assert new.status_code == 200
    assert new["ETag"] != old["ETag"]


def test_a_changed_template_makes_a_new_file(officer, need, file_url, monkeypatch):
    make(officer, need)
    for module in (specification, specification_state):
        monkeypatch.setattr(module, "template_version", lambda: "next")
    assert officer.get(file_url).status_code == 302


def test_a_changed_print_sheet_makes_a_new_file(officer, need, file_url, monkeypatch):
    make(officer, need)
    for module in (specification, specification_state):
        monkeypatch.setattr(module, "print_version", lambda: "next")
    assert officer.get(file_url).status_code == 302


def test_a_day_on_which_an_overlap_ends_makes_a_new_file(officer, need, file_url):
    make(officer, need)
    Need.objects.exclude(pk=need.pk).update(review_by=days(5))
    make(officer, need)
    assert officer.get(file_url).status_code == 200
    with freeze_time(timezone.now() + datetime.timedelta(days=6)):
        assert present_hash(need.pk, MEMBERS) not in SpecificationPdf.objects.values_list(
            "content_hash", flat=True
        )


def test_what_says_the_same_is_the_same_file_though_its_rows_were_written(officer, need, file_url):
    make(officer, need)
    before = state_of(need.pk), officer.get(file_url)["ETag"]
    Need.objects.filter(pk=need.pk).update(changed_at=timezone.now())
    assert state_of(need.pk) != before[0]
    assert officer.get(file_url)["ETag"] == before[1]
    assert SpecificationPdf.objects.count() == 1


def test_two_changes_in_one_transaction_are_two_states(need):
    states = {state_of(need.pk)}
    for title in ("One", "Two", "One"):
        Need.objects.filter(pk=need.pk).update(title=title)
        states.add(state_of(need.pk))
    assert len(states) == 4


def test_a_need_elsewhere_changes_nothing_here(need):
    present_hash(need.pk, MEMBERS)
    factories.NeedFactory(published=True, borough=need.borough, capability=need.capability)
    assert is_kept(need)


def test_audiences_never_share_a_file(anonymous, officer, outsider, need, file_url):
    for visitor in (officer, anonymous, officer, outsider):
        make(visitor, need)
    members, public = officer.get(file_url), anonymous.get(file_url)
    assert members["ETag"] != public["ETag"]
    assert members.content != public.content
    assert outsider.get(file_url).content == public.content
    again = anonymous.get(file_url, headers={"If-None-Match": members["ETag"]})
    assert (again.status_code, again.content) == (200, public.content)
    assert (is_kept(need, MEMBERS), is_kept(need, PUBLIC)) == (True, True)


def test_a_sealed_overlap_changes_no_byte_for_anybody(anonymous, officer, need, file_url, brent):
    for visitor in (officer, anonymous):
        make(visitor, need)
    before = [visitor.get(file_url) for visitor in (officer, anonymous)]
    sealed = factories.NeedFactory(borough=brent, published=True, sealed=True, title="Planted")
    pair = factories.OverlapFactory(
        side_a=need.side, side_b=factories.OverlapSideFactory(need=sealed), score=99
    )
    after = [visitor.get(file_url) for visitor in (officer, anonymous)]
    for old, new in zip(before, after, strict=True):
        assert (new.status_code, new.content, new["ETag"]) == (200, old.content, old["ETag"])
    sealed.visibility = "members"
    sealed.save()
    assert officer.get(file_url).status_code == 302, "now that it is open it is told"
    assert anonymous.get(file_url)["ETag"] == before[1]["ETag"], "and still not to the public"
    pair.delete()


def test_who_may_no_longer_see_the_need_gets_no_kept_file(anonymous, officer, need, file_url):
    make(anonymous, need)
    assert anonymous.get(file_url).status_code == 200
    missing = anonymous.get(file_url.replace(need.reference, "NEED-NONE000"))
    Need.objects.filter(pk=need.pk).update(visibility="members")
    hidden = anonymous.get(file_url)
    assert hidden.status_code == missing.status_code == 404
    assert officer.get(file_url).status_code == 302
