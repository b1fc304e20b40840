"""What example people follow: what they have needs for, and what ends soon."""

from random import Random

from assistive_tech.models import TechnologyClass
from community.models import Follow, TechnologyFollow
from members.models import Membership, User
from needs.models import Capability, Need
from procurement_portal.demo.texts import read

FOLLOWED_BY_LEADERS = 4


def load_follows() -> None:
    """Officers follow what their needs are about; CIOs and AT leads some of the clusters."""
    needs = Need.objects.filter(is_example=True, owner__is_example=True).order_by("pk")
    wanted = set(needs.values_list("owner", "capability"))
    slugs = sorted({cluster["capability"] for cluster in read("clusters")["cluster"]})
    capabilities = dict(Capability.objects.values_list("slug", "pk"))
    leaders = User.objects.examples().filter(
        memberships__role__in=[Membership.Role.CIO, Membership.Role.AT_LEAD]
    )
    for user in leaders:
        chosen = Random(f"follows of {user.email}").sample(slugs, FOLLOWED_BY_LEADERS)
        wanted |= {(user.pk, capabilities[slug]) for slug in chosen}
    _follow_technologies()
    Follow.objects.bulk_create(
        (Follow(user_id=user, capability_id=capability) for user, capability in sorted(wanted)),
        ignore_conflicts=True,
    )


def _follow_technologies() -> None:
    """AT leads follow some kinds of assistive technology."""
    slugs = list(TechnologyClass.objects.order_by("slug").values_list("slug", flat=True))
    leads = User.objects.examples().filter(memberships__role=Membership.Role.AT_LEAD)
    TechnologyFollow.objects.bulk_create(
        (
            TechnologyFollow(user=user, technology_class_id=slug)
            for user in leads
            for slug in Random(f"technologies of {user.email}").sample(
                slugs, min(len(slugs), FOLLOWED_BY_LEADERS)
            )
        ),
        ignore_conflicts=True,
    )
