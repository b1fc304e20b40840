"""The mail of the demonstration: nothing leaves the computer, everything can be read here."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from procurement_portal.lib import captured_mail

SHOWN = 100
# An e-mail styles itself inline. It may do that and nothing else: no script, form or request.
ONLY_LOOKS = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "font-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


def _folder() -> Path:
    """Raises 404 outside demonstration mode, and where mail goes to a real server."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not settings.DEMO:
        raise Http404
    return Path(folder or settings.BASE_DIR / ".run" / "no-mail")


def _message(file: str, number: int) -> captured_mail.Captured:
    found = captured_mail.find(_folder(), file, number)
    if found is None:
        raise Http404
    return found


@login_not_required
def demo_mail(request):
    messages = captured_mail.latest(_folder(), SHOWN)
    return render(request, "procurement_portal/demo_mail.html", {"mails": messages})


@login_not_required
@csp_update({"frame-src": [SELF]})
def demo_mail_message(request, file, number):
    mail = _message(file, number)
    context = {"mail": mail, "plain": mail.body("plain"), "has_html": bool(mail.body("html"))}
    return render(request, "procurement_portal/demo_mail_message.html", context)


@login_not_required
@xframe_options_sameorigin
@csp_replace(ONLY_LOOKS)
def demo_mail_html(request, file, number):
    """The e-mail's own HTML, for the frame: shut in by its own policy."""
    body = _message(file, number).body("html")
    if not body:
        raise Http404
    return HttpResponse(body)
