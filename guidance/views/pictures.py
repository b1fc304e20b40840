import hashlib

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guidance.forms import PictureForm
from guidance.models import Guide, GuidePicture
from guidance.permissions import can_edit_guide
from guidance.views.editing import ONLY_MODERATORS

# Opened by itself it is nothing but a picture: it loads nothing, runs nothing, leads nowhere.
ONLY_A_PICTURE = {
    **dict.fromkeys(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], [NONE]),
    "sandbox": True,
}


def pictures(request, slug):
    """Pictures of a guide with what to write for each, and one more."""
    if not can_edit_guide(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    guide = get_object_or_404(
        Guide.objects.visible_to(request.user).select_related("published_version"), slug=slug
    )
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _keep(guide, form.cleaned_data, by=request.user)
        messages.success(request, "Picture added. Copy its line into the text.")
        return redirect("guidance:pictures", slug=slug)
    context = {"guide": guide, "form": form, "pictures": guide.pictures.defer("content")}
    return render(request, "guidance/pictures.html", context)


def _keep(guide: Guide, cleaned: dict, *, by) -> None:
    """The same picture again gets the newer words."""
    drawn = cleaned["file"]
    guide.pictures.update_or_create(
        content_hash=hashlib.sha256(drawn.content).hexdigest(),
        defaults={
            "content": drawn.content,
            "content_type": drawn.content_type,
            "width": drawn.width,
            "height": drawn.height,
            "alternative": cleaned["alternative"],
            "by": by,
        },
    )


@login_not_required
@csp_replace(ONLY_A_PICTURE)
def picture(request, digest):
    found = GuidePicture.objects.visible_to(request.user).filter(content_hash=digest).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    response["Content-Disposition"] = "inline"
    return response
