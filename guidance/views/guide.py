from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render

from guidance.feedback_forms import UsefulForm
from guidance.feedback_links import comment_link, links_of
from guidance.models import Feedback, Guide, ProblemStatement, Technique
from guidance.permissions import can_edit_guide, can_follow_guide
from guidance.reading import mine_of
from guidance.sections import titles_of, with_links
from guidance.stages import neighbours, published_guides
from guidance.structured import as_article
from procurement_portal.lib.markdown import sanitised

MOST_SHOWN = 20  # comments with their replies


@login_not_required
def guide(request, slug):
    found = get_object_or_404(
        Guide.objects.visible_to(request.user).select_related("published_version", "owner"),
        slug=slug,
    )
    version = found.published_version
    if version is None:  # only a moderator sees a guide before its first version is published
        return redirect("guidance:edit", slug=slug)
    before, after = neighbours(found, published_guides(request.user))
    context = {
        "guide": found,
        "version": version,
        "article": as_article(found, version),
        "body": with_links(
            sanitised(version.html), comment_link(found, version.number, titles_of(version))
        ),
        "comments": Feedback.objects.visible_to(request.user).on_show().of_page(found)[:MOST_SHOWN],
        "useful_form": UsefulForm(),
        "links": links_of(found, version.number),
        "contents": [{"id": "who-does-what", "text": "Who does what"}, *version.headings],
        "roles": roles_of(version),
        "techniques": Technique.objects.visible_to(request.user)
        .filter(stage=found.stage)
        .only("name", "slug"),
        "problems": ProblemStatement.objects.visible_to(request.user)
        .with_heard()
        .filter(pk__in=found.problem_statements.values("pk")),
        "before": before,
        "after": after,
        "may_edit": can_edit_guide(request.user),
        "mine": mine_of(request.user, found) if can_follow_guide(request.user) else None,
    }
    return render(request, "guidance/guide.html", context)


def roles_of(version) -> list[dict[str, str]]:
    """Who does it: the four kinds of part, those named in this version."""
    rows = [
        ("Responsible", "does the work", version.responsible),
        ("Accountable", "answers for it", version.accountable),
        ("Consulted", "is asked before", version.consulted),
        ("Informed", "is told after", version.informed),
    ]
    return [{"role": role, "means": means, "who": who} for role, means, who in rows if who]
