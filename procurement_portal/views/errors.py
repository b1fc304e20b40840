"""Error pages. Missing and invisible look the same, byte for byte."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from members.permissions import is_member
from procurement_portal.lib.middleware import OUTAGES, unavailable


@login_not_required
def bad_request(request, exception=None):
    """Needs no request context: a wrong host name fails before anybody is known."""
    return HttpResponseBadRequest(loader.get_template("400.html").render({}))


@login_not_required
def forbidden(request, exception=None):
    context = {
        "why": str(exception or ""),
        "not_yet_member": request.user.is_authenticated and not is_member(request.user),
    }
    return render(request, "403.html", context, status=403)


@login_not_required
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


@login_not_required
def csrf_failure(request, reason=""):
    return render(request, "403.html", {"csrf": True}, status=403)


@login_not_required
def server_error(request):
    """Static on purpose: what broke may be what a context processor needs."""
    raised = sys.exception()
    if isinstance(raised, OUTAGES):  # by a middleware, such as the session's
        return unavailable(raised)
    page = loader.get_template("500.html")
    return HttpResponseServerError(page.render({"reference": getattr(request, "request_id", "")}))
