"""Journey 4: a need is sent back with a reason, changed, and published; its author hears of it."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from needs.models import Need
from tests.factories import MembershipFactory, NeedFactory

ADDRESS = "mo.adeyemi@loti.example"
PRICED = "Our supplier charges £45,000 a year for a system that fails every Monday morning."
BETTER = "The system fails every Monday morning, and 40 officers cannot book repairs until noon."


@pytest.fixture
def mo():
    """A moderator who has not set up a second step yet."""
    return MembershipFactory(moderator=True, user__email=ADDRESS, user__name="Mo Adeyemi").user


@pytest.fixture
def priced_need(officer, camden, housing_repairs):
    """A complete draft with something in it that the public should not read."""
    need = NeedFactory(
        borough=camden,
        owner=officer.user,
        changed_by=officer.user,
        title="Housing repairs scheduling",
        problem=PRICED,
        capability=housing_repairs,
        public=True,
        contact="Housing systems manager",
    )
    need.answered = ["title", "capability", "similar", "visibility"]
    need.save()
    return need


def set_up_second_step(here):
    """An authenticator app, as its owner does it: the key is read from the page."""
    here.reads("Moderation changes what 33 boroughs read")
    here.press("Set up an authenticator app")
    key = here.page.locator("code.app-typed").inner_text()
    here.fill("Code that the app shows", app_shows(key))
    here.press("Set up the app")
    here.reads("Enter a code once more")
    here.page.locator("input[name=code]").fill(app_shows(key))
    here.press("Continue")
    here.reads("Keep these where only you can reach them")


def app_shows(key: str) -> str:
    return format_hotp_value(hotp_value(key, int(time.time()) // 30))


def submit(here, need):
    here.open(f"/post/{need.reference}/check")
    here.press("Submit")
    here.reads("Need submitted")


def test_sent_back_changed_and_published(
    browse, worker, officer, mo, priced_need, mail_to, anonymous
):
    author, reader = browse(officer), browse()
    submit(author, priced_need)

    loti = browse()
    loti.open("/moderation")
    loti.sign_in(ADDRESS, mail_to)
    set_up_second_step(loti)
    loti.open("/moderation")
    loti.reads("Answer by")
    loti.follow("Housing repairs scheduling")
    loti.reads("Everything: nobody has reviewed this need before")
    loti.page.get_by_label("Which answer?").select_option("Why you need it")
    loti.choose("Remove supplier pricing")
    loti.fill("In your own words", "Say how often it fails instead.")
    loti.press("Send back", exact=True)
    loti.reads("Sent back: Housing repairs scheduling")

    told = mail_to(officer.user.email, "Please change your need")
    assert "Say how often it fails instead." in told.get_body(("plain",)).get_content()
    author.open("/my-borough/needs")
    author.follow("Housing repairs scheduling")
    author.reads("Remove the supplier’s prices: they are commercially sensitive.")
    author.reads("Mo Adeyemi")
    author.follow("Continue with your answers")
    author.follow("Why you need it")
    author.fill("Why do you need it?", BETTER)
    author.press("Save and continue")
    submit(author, priced_need)

    loti.open("/moderation")
    loti.follow("Housing repairs scheduling")
    loti.reads("Reviewed last time")
    assert "£45,000" in loti.page.locator(".app-pair del").all_inner_texts()[0]
    assert "40 officers cannot book" in loti.page.locator(".app-pair ins").all_inner_texts()[-1]
    loti.press("Publish")
    loti.reads("Published: Housing repairs scheduling")
    loti.follow("Moderation log")
    loti.reads("Mo Adeyemi")

    assert "Everyone can see it now" in mail_to(officer.user.email, "Published:").as_string()
    reader.open("/needs")
    reader.follow("Housing repairs scheduling")
    reader.reads("40 officers cannot book repairs until noon")
    reader.reads_nothing_of("£45,000", "Mo Adeyemi", "Remove the supplier", str(officer.user))


def test_nobody_moderates_their_own(browse, worker, mo, priced_need, mail_to):
    Need.objects.filter(pk=priced_need.pk).update(owner=mo)
    priced_need.submit(by=mo)
    here = browse()
    here.open("/moderation")
    here.sign_in(ADDRESS, mail_to)
    set_up_second_step(here)
    here.open("/moderation")
    here.reads("Yours: another moderator reviews it")
    here.follow("Housing repairs scheduling")
    here.reads("You wrote or changed this need, so another moderator reviews it")
    here.answer(403)
    assert here.page.get_by_role("button", name="Publish").count() == 0
