"""Opening moderation: giving the second step, or setting one up and going on from there."""

from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from members.middleware import WANTED
from members.permissions import must_have_second_factor
from members.ways import ways_to_sign_in


def _wanted(request) -> str:
    """Where the person was going; the start of moderation when that is not an address of ours."""
    wanted = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own and wanted.startswith("/") else reverse("members:moderation_people")


def second_factor(request):
    """Why moderation is shut in this session, and how to open it.

    Who has to set a second step up first goes through several pages of the sign-in library: the
    session keeps where they were going.
    """
    ways = ways_to_sign_in(request.user)
    wanted = _wanted(request)
    way = "mfa_reauthenticate" if ways["app"] else "mfa_reauthenticate_webauthn"
    context = {
        "wanted": wanted,
        "needs_one": must_have_second_factor(request.user),
        "is_given": request.user.second_factor_used,
        "can_give": bool(ways["app"] or ways["passkeys"]),
        "give_url": f"{reverse(way)}?{urlencode({'next': wanted})}",
        "again_url": request.get_full_path(),
    }
    if context["needs_one"] and not context["is_given"]:
        request.session[WANTED] = wanted
    return render(request, "members/second_factor.html", context)


def _with_way_on(view):
    """A page of the sign-in library, with `wanted`: where to go on to, or ""."""

    def page(request):
        return view.as_view(extra_context={"wanted": request.session.get(WANTED, "")})(request)

    return page


second_steps = _with_way_on(IndexView)
recovery_codes = _with_way_on(ViewRecoveryCodesView)
