"""The people page of a borough's lead, and LOTI's of all boroughs."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import BoroughDomain, Membership
from tests.factories import BoroughDomainFactory, MembershipFactory
from tests.members.reading import last_mail_to, subjects_to, words
from tests.visitors import visitor

pytestmark = pytest.mark.django_db

Role, Status = Membership.Role, Membership.Status
PEOPLE = "/my-borough/people"


def url(verb, membership):
    return reverse(f"members:{verb}", kwargs={"pk": membership.pk})


@pytest.fixture
def asker(camden):
    return MembershipFactory(
        borough=camden,
        pending=True,
        user__name="Priya Shah",
        user__email="priya@camden.gov.uk",
    )


@pytest.fixture
def contractor(camden):
    return MembershipFactory(
        borough=camden,
        pending=True,
        basis=Membership.Basis.ASKED,
        note="Telecare project; Jo Lee can confirm",
        user__name="Sam Field",
    )


def test_a_lead_sees_who_waits_who_belongs_and_who_left(lead, asker, contractor, camden, brent):
    MembershipFactory(borough=camden, user__name="Olu Bello", role=Role.AT_LEAD)
    MembershipFactory(borough=camden, ended=True, user__name="Former Person")
    MembershipFactory(borough=brent, user__name="Brent Person")
    text = words(lead.get(PEOPLE))
    assert "Waiting for you (2)" in text
    assert "Priya Shah" in text
    assert "Telecare project; Jo Lee can confirm" in text
    assert "Olu Bello" in text
    assert "Assistive technology lead" in text
    assert "Former Person, Officer: ended" in text
    assert "Brent Person" not in text


def test_nobody_waiting_says_when_somebody_would(lead):
    assert "Nobody is waiting. People with an address at the borough" in words(lead.get(PEOPLE))


def test_an_officer_is_told_whose_page_it_is(officer):
    answer = officer.get(PEOPLE)
    assert answer.status_code == 403
    assert "Only your borough’s lead or CIO sees this page" in words(answer)


def test_a_lead_accepts_and_the_person_can_start(lead, asker, worker, on_commit, camden):
    page = words(lead.get(url("accept", asker)))
    assert "Accept people you know" in page
    assert "Last day" not in page
    with on_commit():
        lead.post(url("accept", asker), {"role": Role.OFFICER})
    asker.refresh_from_db()
    assert (asker.status, asker.role, asker.decided_by) == (Status.ACTIVE, Role.OFFICER, lead.user)
    assert "You now belong to Camden" in subjects_to("priya@camden.gov.uk")
    assert "Priya Shah now belongs to Camden" in words(lead.get(PEOPLE))


def test_somebody_from_outside_is_accepted_until_a_day(lead, contractor, worker):
    page = lead.post(url("accept", contractor), {"role": Role.OFFICER})
    assert "Enter the last day" in words(page)
    assert page.status_code == 200
    day = timezone.localdate() + datetime.timedelta(days=90)
    parts = {"ends_on_day": day.day, "ends_on_month": day.month, "ends_on_year": day.year}
    lead.post(url("accept", contractor), {"role": Role.OFFICER, **parts})
    contractor.refresh_from_db()
    assert (contractor.status, contractor.ends_on) == (Status.ACTIVE, day)


@pytest.mark.parametrize("days", [-1, 0, 800])
def test_the_last_day_lies_in_the_next_two_years(lead, contractor, days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    parts = {"ends_on_day": day.day, "ends_on_month": day.month, "ends_on_year": day.year}
    page = lead.post(url("accept", contractor), {"role": Role.OFFICER, **parts})
    assert "The last day must be in the next two years" in words(page)


def test_a_refusal_needs_a_reason_and_the_person_reads_it(lead, asker, worker, on_commit):
    page = lead.post(url("refuse", asker), {"reason": ""})
    assert "Enter the reason" in words(page)
    with on_commit():
        lead.post(url("refuse", asker), {"reason": "We do not know you. Ask Jo Lee first."})
    asker.refresh_from_db()
    assert asker.status == Status.REFUSED
    assert "Ask Jo Lee first" in last_mail_to("priya@camden.gov.uk").body
    assert "Ask Jo Lee first" in words(visitor(asker.user).get(reverse("members:waiting")))


def test_ending_a_membership_shuts_the_next_page(lead, worker, on_commit, camden):
    member = MembershipFactory(borough=camden, role=Role.LEAD)
    person = visitor(member.user)
    assert person.get(PEOPLE).status_code == 200
    with on_commit():
        lead.post(url("end", member), {"reason": "Left the council"})
    assert person.get(PEOPLE).status_code == 403
    assert "You no longer belong to Camden" in subjects_to(member.user.email)


def test_a_role_changes_and_the_event_says_from_what(lead, camden):
    member = MembershipFactory(borough=camden, user__name="Olu Bello")
    lead.post(url("change_role", member), {"role": Role.LEAD})
    member.refresh_from_db()
    assert member.role == Role.LEAD
    event = member.events.get()
    assert (event.by, event.reason) == (lead.user, "From Officer to Borough lead")
    assert "Olu Bello is now Borough lead of Camden" in words(lead.get(PEOPLE))


def test_only_a_cio_or_loti_makes_a_cio(lead, cio, moderator, camden):
    member = MembershipFactory(borough=camden)
    refused = lead.post(url("change_role", member), {"role": Role.CIO})
    assert refused.status_code == 200
    assert "Select a role again: that answer is not on the list" in words(refused)
    cio.post(url("change_role", member), {"role": Role.CIO})
    member.refresh_from_db()
    assert member.role == Role.CIO
    assert lead.post(url("end", member), {"reason": "x"}).status_code == 403
    assert moderator.post(url("end", member), {"reason": "Left"}).status_code == 302


def test_nobody_is_made_a_moderator_in_a_page(moderator, asker):
    page = moderator.post(url("accept", asker), {"role": Role.MODERATOR})
    assert page.status_code == 200
    asker.refresh_from_db()
    assert asker.status == Status.PENDING


@pytest.mark.parametrize("verb", ["accept", "refuse", "end", "change_role"])
def test_another_boroughs_lead_finds_nothing(verb, brent, camden):
    other = visitor(MembershipFactory(borough=brent, lead=True).user)
    membership = MembershipFactory(borough=camden, pending=verb in ("accept", "refuse"))
    assert other.post(url(verb, membership), {"role": "officer", "reason": "x"}).status_code == 404
    membership.refresh_from_db()
    assert membership.events.count() == 0


def test_nobody_decides_about_themselves(lead):
    own = lead.user.memberships.get()
    assert lead.post(url("change_role", own), {"role": Role.CIO}).status_code == 403
    assert lead.post(url("end", own), {"reason": "x"}).status_code == 403


def test_a_second_decision_says_who_was_first(lead, cio, asker):
    lead.post(url("accept", asker), {"role": Role.OFFICER})
    answer = cio.post(url("refuse", asker), {"reason": "No"})
    assert answer.status_code == 409
    assert str(lead.user) in words(answer)


def test_leads_are_told_once_that_somebody_waits(lead, cio, sign_in, camden_domain):
    sign_in("new@camden.gov.uk")
    for person in (lead, cio):
        assert len(subjects_to(person.user.email)) == 1
        assert "asks to join Camden" in subjects_to(person.user.email)[0]
    assert "/my-borough/people" in last_mail_to(lead.user.email).body


def test_without_a_lead_loti_is_told(moderator, sign_in, camden_domain):
    sign_in("new@camden.gov.uk")
    assert "/moderation/people" in last_mail_to(moderator.user.email).body


def test_a_moderator_sees_everybody_who_waits(moderator, asker, contractor, brent):
    MembershipFactory(borough=brent, pending=True, user__name="Brent Person")
    text = words(moderator.get(reverse("members:moderation_people")))
    assert "Waiting to be accepted (3)" in text
    assert "Brent Person" in text


def test_a_moderator_adds_and_removes_a_domain(moderator, camden):
    page = reverse("members:moderation_borough", kwargs={"slug": "camden"})
    assert "None yet: everybody from Camden has to ask to join" in words(moderator.get(page))
    moderator.post(page, {"domain": " @Camden.GOV.uk "})
    domain = BoroughDomain.objects.get()
    assert (domain.borough, domain.domain) == (camden, "camden.gov.uk")
    again = moderator.post(page, {"domain": "camden.gov.uk"})
    assert again.status_code == 200
    assert "already exists" in words(again)
    moderator.post(reverse("members:remove_domain", kwargs={"slug": "camden", "pk": domain.pk}))
    assert not BoroughDomain.objects.exists()


@pytest.mark.parametrize("typed", ["", "camden", "cämden.gov.uk", "jane@camden.gov.uk", "a b.uk"])
def test_what_is_no_domain_is_refused(moderator, camden, typed):
    page = reverse("members:moderation_borough", kwargs={"slug": "camden"})
    answer = moderator.post(page, {"domain": typed})
    assert answer.status_code == 200
    assert "Enter a domain" in words(answer)


def test_a_domain_of_another_borough_is_not_removed_from_here(moderator, camden, brent):
    domain = BoroughDomainFactory(borough=brent)
    wrong = reverse("members:remove_domain", kwargs={"slug": "camden", "pk": domain.pk})
    assert moderator.post(wrong).status_code == 404


def test_the_pages_ask_the_same_number_of_questions_for_more_people(
    lead, camden, django_assert_max_num_queries
):
    MembershipFactory.create_batch(30, borough=camden)
    MembershipFactory.create_batch(30, borough=camden, pending=True)
    lead.get(PEOPLE)
    with django_assert_max_num_queries(8):
        lead.get(PEOPLE)
