"""What every page's frame needs: navigation, demonstration mode, guidance for where it is."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from guidance.in_step import POSTING, Step, advice_for
from members.permissions import (
    borough_ids,
    can_see_own_people,
    has_moderator_role,
    is_member,
)

PUBLIC = [
    ("Needs", "needs:index"),
    ("Guidance", "guidance:index"),
    ("Case studies", "assistive_tech:index"),
    ("Barriers", "assistive_tech:barriers"),
    ("Boroughs", "members:boroughs"),
]
MEMBER: list[tuple[str, str]] = [
    ("Dashboard", "needs:dashboard"),
    ("Overlap", "needs:overlap"),
]
# For people who belong to a borough: the LOTI team has none.
BOROUGH: list[tuple[str, str]] = [
    ("Post a need", "needs:post"),
    ("My borough’s needs", "needs:my_needs"),
    ("Contracts", "needs:my_contracts"),
]
MODERATOR: list[tuple[str, str]] = [
    ("Moderation", "moderation"),
    ("People", "members:moderation_people"),
]
LEAD: list[tuple[str, str]] = [
    ("People", "members:people"),
]


# Where guidance stands beside the work: a page's route and the step it is, or one step an address.
STEP_OF = {
    "needs:moderate": Step.MODERATE,
    "needs:dashboard": Step.DASHBOARD,
    "needs:overlap_capability": Step.CAPABILITY,
}
POSTING_ROUTES = ("needs:post_step", "needs:edit_step")


def _entries(user) -> list[tuple[str, str]]:
    entries = list(PUBLIC)
    if is_member(user):
        entries = MEMBER + entries
    if borough_ids(user):
        entries += BOROUGH
    if can_see_own_people(user):
        entries += LEAD
    if has_moderator_role(user):
        entries += MODERATOR
    return entries


def page_frame(request) -> dict:
    """`navigation` as a list of text, href and active; `demo_mode`."""
    navigation = [
        {"text": text, "href": reverse(name), "active": False}
        for text, name in _entries(request.user)
    ]
    here = [e for e in navigation if f"{request.path}/".startswith(f"{e['href']}/")]
    if here:  # of two that match, the nearer: people are a part of moderation
        max(here, key=lambda entry: len(entry["href"]))["active"] = True
    return {
        "navigation": navigation,
        "demo_mode": settings.DEMO,
        "site_url": settings.SITE_URL,
        "step_advice": SimpleLazyObject(lambda: _advice_here(request)),
    }


def _advice_here(request):
    """The guidance pinned to this page, read only where a template has room for it."""
    here = request.resolver_match
    step = STEP_OF.get(here.view_name) if here else None
    if here and here.view_name in POSTING_ROUTES:
        step = POSTING + here.kwargs["step"]
    return advice_for(request.user, step) if step in Step.values else None
