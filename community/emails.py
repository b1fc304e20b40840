"""The e-mails of this room, one function each. Only tasks call them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.urls import reverse

from community.confirming import LINK_DAYS, confirm_token
from community.digest import Content, Section
from community.lines import Item, Kind
from community.models import Digest
from community.periods import period_named
from community.unsubscribing import unsubscribe_token
from procurement_portal.lib.emails import build_email

HEADLINE = 90  # characters of a subject before "and 3 more"
# Heading of a section, and where the rest of its lines are.
SECTIONS = {
    Kind.DECIDE_BY: ("Decide soon", "needs:dashboard"),
    Kind.ACTION: ("Your actions that are overdue", "assistive_tech:my_barriers"),
    Kind.COMMENT: ("Comments that wait for your answer", "moderation_comments"),
    Kind.CONFIRM: ("Confirm that it is still true", "needs:my_needs"),
    Kind.HANDED: ("Records that are now yours", "needs:my_needs"),
    Kind.OVERLAP: ("New overlaps with your borough", "needs:overlap"),
    Kind.ENDED: ("Needs withdrawn or closed", "needs:my_needs"),
    Kind.NEED: ("New needs in what you follow", "needs:index"),
    Kind.BARRIER: ("Barriers your borough has", "assistive_tech:my_barriers"),
    Kind.TRIAL: ("Trials that recruit", "assistive_tech:trials"),
    Kind.GUIDANCE: ("New and changed guidance", "guidance:index"),
    Kind.CASE_STUDY: ("New case studies", "assistive_tech:index"),
}


class Fragments:
    """Each line's text and HTML, rendered once a run however many people it goes to."""

    def __init__(self):
        self.text = get_template("emails/digest_item.txt")
        self.html = get_template("emails/digest_item.html")
        self.rendered: dict[Item, dict] = {}

    def of(self, item: Item) -> dict:
        if item not in self.rendered:
            context = {"item": item, "url": settings.SITE_URL + item.url}
            self.rendered[item] = {
                "text": self.text.render(context),
                "html": self.html.render(context),
            }
        return self.rendered[item]


def digest_email(digest: Digest, content: Content, fragments: Fragments) -> EmailMultiAlternatives:
    """The mail of a digest that has something to say, with its own Message-ID, not yet sent."""
    unsubscribe_url = _url("community:unsubscribe", token=unsubscribe_token(digest.user_id))
    context = {
        "name": digest.user.display_name,
        "period": period_named(digest.period),
        "headline": headline(content.items),
        "rest": len(content.items) - 1,
        "sections": [section_words(section, fragments) for section in content.sections],
        "confirm": confirm_words(digest, content),
        "unsubscribe_url": unsubscribe_url,
        "settings_url": _url("community:preferences"),
    }
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": digest.message_id,
        "List-ID": f"LOTI procurement portal digest <digest.{host}>",
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return build_email("digest", digest.user.email, context, headers=headers)


def section_words(section: Section, fragments: Fragments) -> dict:
    heading, rest = SECTIONS[section.kind]
    return {
        "kind": section.kind,
        "heading": heading,
        "items": [fragments.of(item) for item in section.items],
        "more": section.more,
        "more_url": _url(rest) if section.more else "",
    }


def confirm_words(digest: Digest, content: Content) -> dict | None:
    """The link that confirms what this digest asks about, and for how many records and days."""
    count = len({record for item in content.items for record in item.records})
    if not count:
        return None
    url = _url("community:confirm_records", token=confirm_token(digest))
    return {"url": url, "count": count, "days": LINK_DAYS, "kind": Kind.CONFIRM}


def headline(items: tuple[Item, ...]) -> str:
    """What is most pressing, at most 90 characters."""
    words = items[0].headline
    return words if len(words) <= HEADLINE else f"{words[: HEADLINE - 1].rstrip()}…"


def _url(name: str, **kwargs) -> str:
    return settings.SITE_URL + reverse(name, kwargs=kwargs)
