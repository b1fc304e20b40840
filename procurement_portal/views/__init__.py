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

__all__ = [
    "bad_request",
    "csrf_failure",
    "demo_mail",
    "demo_mail_html",
    "demo_mail_message",
    "forbidden",
    "home",
    "live",
    "moderation",
    "moderation_log",
    "not_found",
    "ready",
    "server_error",
]
