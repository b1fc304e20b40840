"""The whole toolkit on one page, to print, to keep and to read where there is no network."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import conditional_page

from guidance.stages import by_stage, published_guides
from guidance.views.guide import roles_of
from procurement_portal.lib.markdown import nested


@login_not_required
@conditional_page
def whole(request):
    guides = published_guides(request.user, with_text=True)
    for guide in guides:
        guide.body = nested(guide.published_version.html, guide.slug)
        guide.roles = roles_of(guide.published_version)
    newest = max((guide.published_version.published_at for guide in guides), default=None)
    context = {"stages": by_stage(guides), "total": len(guides), "newest": newest}
    return render(request, "guidance/whole.html", context)
