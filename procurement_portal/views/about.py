"""Pages about the portal itself: its data, help, accessibility, privacy and cookies."""

import datetime
import json
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assistive_tech.models import CaseStudy
from guidance.models import Guide
from needs.models import Capability, Need

SECURITY_TXT_HOLDS = datetime.timedelta(days=180)
SITEMAP_LIMIT = 40_000  # addresses; the format allows 50,000


@cache
def _document(name: str) -> dict:
    """A JSON file of `docs/`; it changes only with the code."""
    return json.loads((settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8"))


@login_not_required
def data(request):
    return render(request, "procurement_portal/data.html", {**_document("datasets.json")})


@login_not_required
def help(request):
    return render(request, "procurement_portal/help.html", {"email": settings.SUPPORT_EMAIL})


@login_not_required
def accessibility(request):
    """The statement the law asks for, made from `docs/accessibility.json`."""
    statement = _document("accessibility.json")
    dates = {
        name: datetime.date.fromisoformat(statement[name])
        for name in ("prepared_on", "reviewed_on", "tested_on")
    }
    context = {**statement, **dates, "email": settings.SUPPORT_EMAIL}
    return render(request, "procurement_portal/accessibility.html", context)


@login_not_required
def privacy(request):
    return render(request, "procurement_portal/privacy.html", {"email": settings.SUPPORT_EMAIL})


@login_not_required
def cookies(request):
    hours = settings.SESSION_COOKIE_AGE // 3600
    return render(request, "procurement_portal/cookies.html", {"hours": hours})


@login_not_required
def security_txt(request):
    """Where to report a weakness (RFC 9116)."""
    expires = (timezone.now() + SECURITY_TXT_HOLDS).replace(hour=0, minute=0, second=0)
    lines = [
        f"Contact: mailto:{settings.SECURITY_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
def robots_txt(request):
    """Public pages may be found; pages that need an account, and narrowed lists, need not."""
    closed = ("/account", "/admin", "/dashboard", "/moderation", "/my-borough", "/overlap")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["Disallow: /sign-in/", "Disallow: /*?", f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
def sitemap(request):
    """What anybody may read, whoever asks: the sitemap is the same for all."""
    nobody = AnonymousUser()
    listed = [
        *Need.objects.visible_to(nobody).shared().only("reference").order_by("reference"),
        *Guide.objects.visible_to(nobody).only("slug").order_by("slug"),
        *CaseStudy.objects.visible_to(nobody).only("slug").order_by("slug"),
        *Capability.objects.only("slug"),
    ]
    addresses = [settings.SITE_URL + record.get_absolute_url() for record in listed]
    context = {"addresses": addresses[:SITEMAP_LIMIT]}
    return render(
        request, "procurement_portal/sitemap.xml", context, content_type="application/xml"
    )
