"""What gets in the way, as the pages about case studies and kinds of technology show it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from assistive_tech.models import Barrier, CaseStudy, TechnologyClass
from assistive_tech.models.barrier_sharing import BarrierLink
from members.permissions import is_member
from procurement_portal.lib.filter_links import address

SHOWN = 5


@dataclass(frozen=True)
class InTheWay:
    """Barriers with `affected` and `met`, those of a case study first; `more` are not among them.

    `href` leads to all that concern the kind of technology.
    """

    barriers: list
    more: bool
    href: str


def in_the_way(user, technology: TechnologyClass, study: CaseStudy | None = None) -> InTheWay:
    """What this person may read of barriers to a kind of technology, and what a study met.

    What a study met is shown whatever became of it; of the kind, what is still open.
    """
    barriers = Barrier.objects.visible_to(user).listed().with_counts().defer("search")
    met = BarrierLink.objects.filter(barrier=OuterRef("pk"), case_study=study)
    of_kind = Barrier.technology_classes.through.objects.filter(
        barrier=OuterRef("pk"), technologyclass=technology
    )
    found = barriers.annotate(met=Exists(met), of_kind=Exists(of_kind)).filter(
        Q(met=True) | Q(of_kind=True, status__in=Barrier.OPEN)
    )
    rows = list(found.order_by("-met", "-affected", "title", "pk")[: SHOWN + 1])
    href = address(reverse("assistive_tech:barriers"), [("technology", str(technology.pk))])
    return InTheWay(rows[:SHOWN], len(rows) > SHOWN, href)


def following(user, technology: TechnologyClass) -> dict | None:
    """Whether a member follows it in their digest; None for whoever gets no digest."""
    if not is_member(user):
        return None
    follows = user.followed_technologies.filter(technology_class=technology).exists()
    return {"technology": technology, "follows": follows}
