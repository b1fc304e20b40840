"""Putting right, many at a time, the categories that the portal worked out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse

from needs.forms import CategoriesForm
from needs.models import Contract
from needs.permissions import can_categorise_notices
from needs.tasks import match_contracts
from needs.views.own_borough import own_borough, posted
from procurement_portal.lib.filter_links import address
from procurement_portal.lib.formatting import format_count
from procurement_portal.lib.queue import enqueue_on_commit


def contract_categories(request):
    """A borough's contracts whose category nobody has chosen."""
    borough = own_borough(request)
    own = Contract.objects.visible_to(request.user).filter(borough=borough)
    named = [("borough", borough.slug)]
    return _categories(
        request,
        own,
        caption=borough.name,
        here=address(reverse("needs:contract_categories"), named),
        up=address(reverse("needs:my_contracts"), named),
        up_text="Your contracts",
    )


def notice_categories(request):
    """Contracts made from published notices, of every borough, for moderators."""
    if not can_categorise_notices(request.user):
        raise PermissionDenied
    from_notices = Contract.objects.visible_to(request.user).filter(source=Contract.Source.NOTICE)
    return _categories(
        request,
        from_notices,
        caption="Contracts from published notices",
        here=reverse("needs:notice_categories"),
        up=reverse("moderation"),
        up_text="Moderation",
    )


def _categories(request, contracts, *, here: str, **words):
    form = CategoriesForm(posted(request), contracts=contracts)
    if request.method == "POST" and form.is_valid():
        numbers = form.save(by=request.user)
        enqueue_on_commit(match_contracts, numbers)
        count = format_count(len(numbers), "contract has its", "contracts have their")
        messages.success(request, f"{count} category, and the portal leaves it as it is")
        return redirect(here)
    context = {
        **words,
        "form": form,
        "count": format_count(form.total, "contract", "contracts"),
        "shown": len(form.shown),
        "total": form.total,
    }
    return render(request, "needs/contract_categories.html", context)
