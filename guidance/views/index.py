from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page

from guidance.forms import SearchForm
from guidance.models import Guide, GuideVersion, ProblemStatement, Technique
from guidance.permissions import can_edit_guide
from guidance.searching import find_guides, find_techniques, near_words
from guidance.stages import by_stage, published_guides
from procurement_portal.lib.feeds import Entry, atom

FEED_ENTRIES = 50


@login_not_required
def index(request):
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    context = {
        "form": form,
        "words": words,
        "may_edit": can_edit_guide(request.user),
    }
    if words:
        guides = find_guides(request.user, words)
        techniques = find_techniques(request.user, words)
        context |= {
            "guides": guides,
            "techniques": techniques,
            "found": len(guides) + len(techniques),
            "near": [] if guides or techniques else near_words(request.user, words),
        }
    else:
        context |= {
            "stages": by_stage(published_guides(request.user)),
            "problems": problems_by_group(request.user),
            "technique_count": Technique.objects.visible_to(request.user).count(),
        }
    return render(request, "guidance/index.html", context)


def problems_by_group(user) -> list[dict]:
    """Problem statements under the kind of user who has them, each with the guides that answer."""
    guides = (
        Guide.objects.visible_to(user)
        .filter(published_version__isnull=False)
        .select_related("published_version")
        .defer("published_version__body", "published_version__html")
    )
    problems = (
        ProblemStatement.objects.visible_to(user)
        .with_heard()
        .order_by("position")
        .prefetch_related(Prefetch("guides", queryset=guides, to_attr="answers"))
    )
    order = {}
    for problem in problems:
        order.setdefault(problem.user_group, len(order))
    in_order = sorted(problems, key=lambda problem: order[problem.user_group])
    return [
        {"group": group, "problems": list(rows)}
        for group, rows in groupby(in_order, key=lambda problem: problem.user_group)
    ]


def _what_changed(version) -> str:
    """Where the words that changed are marked; nothing for a first version."""
    if version.number == 1:
        return ""
    pair = urlencode({"older": version.number - 1, "newer": version.number})
    address = reverse("guidance:compare", args=[version.guide.slug])
    return f" What changed: {settings.SITE_URL}{address}?{pair}"


@login_not_required
@conditional_page
def feed(request):
    """Every version ever published, newest first, with its change note."""
    versions = (
        GuideVersion.objects.visible_to(request.user)
        .filter(status__in=GuideVersion.FINISHED, published_at__isnull=False)
        .select_related("guide")
        .defer("body", "html")
        .order_by("-published_at", "-pk")[:FEED_ENTRIES]
    )
    entries = [
        Entry(
            identity=f"version-{version.number}",
            title=version.title,
            path=version.get_absolute_url(),
            summary=f"{version.change_note} {version.summary}{_what_changed(version)}",
            published=version.published_at,
            updated=version.published_at,
        )
        for version in versions
    ]
    return atom(
        title="Guidance: new and changed pages",
        subtitle="How London’s boroughs buy technology well, together",
        path=reverse("guidance:index"),
        feed_path=reverse("guidance:feed"),
        entries=entries,
    )
