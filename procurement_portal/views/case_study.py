"""The page of a case study, with what boroughs need and have of its kind of technology."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.urls import reverse

from assistive_tech import views as assistive_tech
from assistive_tech.models import TechnologyClass
from needs.models import Capability, Contract, Need
from procurement_portal.lib.formatting import format_count


@login_not_required
def case_study(request, slug):
    """What boroughs need and have of its kind is linked from beside it."""
    kind = TechnologyClass.objects.filter(case_studies__slug=slug).first()
    links = _buying(request.user, kind.capability_slug) if kind and kind.capability_slug else []
    return assistive_tech.detail(request, slug, buying=links)


def _buying(user, slug: str) -> list[dict]:
    """Text and href: needs and contracts in the category or one under it, each with its number."""
    family = Capability.objects.filter(Q(slug=slug) | Q(parent__slug=slug)).values("pk")
    needs = Need.objects.visible_to(user).live().filter(capability__in=family).count()
    contracts = Contract.objects.visible_to(user).counting().filter(capability__in=family).count()
    category = reverse("needs:capability", kwargs={"slug": slug})
    return [
        {
            "text": format_count(needs, "need of this kind", "needs of this kind"),
            "href": f"{reverse('needs:index')}?capability={slug}&confirmed=on-time",
        },
        {
            "text": format_count(contracts, "contract of this kind", "contracts of this kind"),
            "href": category,
        },
    ]
