"""How the need views find their need: missing and invisible are the same."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from needs.models import Need
from needs.permissions import can_edit_need
from procurement_portal.lib.workflow import MoveNotPossible

RELATED = (
    "borough",
    "capability",
    "owner",
    "changed_by",
    "terms__current_contract",
)


def found_need(request, reference: str) -> Need:
    """The need this person may see, or 404."""
    needs = Need.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(needs, reference=reference)


def editable_need(request, reference: str, statuses) -> Need:
    """The borough's own need while it is in one of these states: 404, 403 or 409 otherwise."""
    need = found_need(request, reference)
    if not can_edit_need(request.user, need):
        raise PermissionDenied(f"Only people from {need.borough} can change this need.")
    if need.status not in statuses:
        raise MoveNotPossible(need, "edit")
    return need
