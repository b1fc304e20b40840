"""Guides as articles of schema.org, with the way that leads to them."""

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from guidance.models import Guide, GuideVersion
from procurement_portal.lib.structured import json_ld

PUBLISHER = {"@type": "Organization", "name": "London Office of Technology and Innovation"}


def as_article(guide: Guide, version: GuideVersion) -> SafeString:
    """What a published version of a guide is, for the head of its page."""
    address = settings.SITE_URL + guide.get_absolute_url()
    index = settings.SITE_URL + reverse("guidance:index")
    way = [("Guidance", index), (guide.get_stage_display(), f"{index}#stage-{guide.stage}")]
    article = {
        "@type": "TechArticle",
        "@id": address,
        "url": address,
        "headline": version.title,
        "description": version.summary,
        "articleSection": guide.get_stage_display(),
        "version": version.number,
        "datePublished": version.published_at.isoformat(),
        "dateModified": version.published_at.isoformat(),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "publisher": PUBLISHER,
    }
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": href}
            for place, (name, href) in enumerate([*way, (version.title, address)], start=1)
        ],
    }
    return json_ld({"@graph": [article, crumbs]})
