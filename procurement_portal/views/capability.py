"""The page of a category, with what guidance and case studies there are for it."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.urls import reverse

from assistive_tech.models import CaseStudy, TechnologyClass
from needs import views as needs
from needs.models import Capability
from procurement_portal.lib.formatting import format_count


@login_not_required
def capability(request, slug):
    """What other rooms know of it is linked from the end of its page."""
    return needs.capability(request, slug, read_more=_read_more(request.user, slug))


def _read_more(user, slug: str) -> list[dict]:
    """Text and href of what to read next; case studies of its kind of technology counted."""
    return [
        {"text": "Guidance on buying well", "href": reverse("guidance:index")},
        {"text": "Techniques for working with suppliers", "href": reverse("guidance:techniques")},
        *_case_studies(user, slug),
    ]


def _case_studies(user, slug: str) -> list[dict]:
    """One link for each kind of technology with studies in this category or one under it."""
    family = Capability.objects.filter(Q(slug=slug) | Q(parent__slug=slug)).values("slug")
    published = CaseStudy.objects.visible_to(user).listed()
    kinds = TechnologyClass.objects.filter(capability_slug__in=family).annotate(
        studies=Count("case_studies", filter=Q(case_studies__in=published))
    )
    return [
        {
            "text": f"{format_count(kind.studies, 'case study', 'case studies')}: {kind}",
            "href": f"{reverse('assistive_tech:index')}?technology={kind.slug}",
        }
        for kind in kinds
        if kind.studies
    ]
