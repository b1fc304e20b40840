from procurement_portal.views.about import (
    accessibility,
    cookies,
    data,
    help,
    privacy,
    robots_txt,
    security_txt,
    sitemap,
)
from procurement_portal.views.boroughs import borough, boroughs
from procurement_portal.views.capability import capability
from procurement_portal.views.case_study import case_study
from procurement_portal.views.demo_mail import demo_mail, demo_mail_html, demo_mail_message
from procurement_portal.views.errors import (
    bad_request,
    csrf_failure,
    forbidden,
    not_found,
    server_error,
)
from procurement_portal.views.health import live, ready
from procurement_portal.views.home import home
from procurement_portal.views.moderation import moderation, moderation_log
from procurement_portal.views.moderation_appraisals import moderation_appraisals
from procurement_portal.views.moderation_barriers import moderation_barriers
from procurement_portal.views.moderation_content import (
    moderation_comments,
    moderation_content,
    moderation_guidance,
)
from procurement_portal.views.moderation_freshness import moderation_freshness, remind_borough
from procurement_portal.views.techniques import find_technique, need

__all__ = [
    "accessibility",
    "bad_request",
    "borough",
    "boroughs",
    "capability",
    "case_study",
    "cookies",
    "csrf_failure",
    "data",
    "demo_mail",
    "demo_mail_html",
    "demo_mail_message",
    "find_technique",
    "forbidden",
    "help",
    "home",
    "live",
    "moderation",
    "moderation_comments",
    "moderation_appraisals",
    "moderation_barriers",
    "moderation_content",
    "moderation_freshness",
    "moderation_guidance",
    "remind_borough",
    "moderation_log",
    "need",
    "not_found",
    "privacy",
    "ready",
    "robots_txt",
    "security_txt",
    "server_error",
    "sitemap",
]
