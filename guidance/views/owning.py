from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from guidance.forms import OwnerForm
from guidance.models import Guide
from guidance.permissions import can_edit_guide
from guidance.views.editing import ONLY_MODERATORS


def owner(request, slug):
    """Who answers for a guide, and who did before."""
    if not can_edit_guide(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    guides = Guide.objects.visible_to(request.user).select_related("published_version", "owner")
    guide = get_object_or_404(guides, slug=slug)
    form = OwnerForm(request.POST or None, initial={"owner": guide.owner_id})
    if request.method == "POST" and form.is_valid():
        guide.give_to(form.cleaned_data["owner"], by=request.user)
        messages.success(request, f"Owner of “{guide}”: {guide.owner or 'LOTI'}.")
        return redirect("guidance:owner", slug=slug)
    events = [
        {"title": f"Given to {row.owner or 'LOTI'}", "by": row.by, "at": row.at}
        for row in guide.owners.select_related("owner", "by")
    ]
    context = {"guide": guide, "form": form, "events": events}
    return render(request, "guidance/owner.html", context)
