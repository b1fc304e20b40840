"""Everything linked to a person, for themselves: their own rows, and where their name stands.

Links are found from the models of every room, so a new one is never missing. A row that exists
for the person is given whole and is named in `OWN`; a record of a borough that names them is
only mentioned.
"""

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from members.models import User

OWN = {
    "account.EmailAddress.user": "email addresses",
    "admin.LogEntry.user": "administration log",
    "usersessions.UserSession.user": "devices",
    "mfa.Authenticator.user": "second steps",
    "members.Membership.user": "memberships",
    "community.DigestPreference.user": "digest preference",
    "community.Digest.user": "digests",
    "community.Follow.user": "followed capabilities",
    "community.TechnologyFollow.user": "followed kinds of technology",
    "guidance.GuideFollow.user": "followed guides",
    "guidance.GuideReading.user": "guides read",
    "guidance.Feedback.by": "comments on guidance",
    "needs.CalendarAddress.user": "calendar address",
}
# What unlocks the account or its calendar, and ours.
SECRET_FIELDS = {"data", "session_key", "password", "told", "key"}
WHEN = (
    "at",
    "history_date",
    "decided_at",
    "published_at",
    "changed_at",
    "judged_at",
    "created_at",
    "joined_at",
)


def links() -> list[models.ForeignKey]:
    """Every foreign key to a person, in whatever room, history tables included."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is User
    ]


def label(field: models.ForeignKey) -> str:
    """`needs.Need.owner`."""
    return f"{field.model._meta.label}.{field.name}"


def everything_about(user: User) -> dict:
    """Plain values that `json` can write."""
    yours, named = {}, []
    for field in links():
        rows = field.model._base_manager.filter(**{field.name: user}).order_by("pk")
        if label(field) in OWN:
            yours[OWN[label(field)]] = [_columns(row) for row in rows]
        else:
            named += [_mention(row, field) for row in rows]
    return _plain({"you": _columns(user), "yours": yours, "where you are named": named})


def _columns(row: models.Model) -> dict:
    """A row's columns by name, links as the other row's key."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in SECRET_FIELDS
    }


def _mention(row: models.Model, field: models.ForeignKey) -> dict:
    """Which record, in which part of it, and when; never what stands in it.

    The person may since have left the borough whose record it is.
    """
    return {
        "record": str(row._meta.verbose_name),
        "reference": getattr(row, "reference", None) or getattr(row, "record_id", row.pk),
        "as": str(field.verbose_name),
        "when": next((getattr(row, n) for n in WHEN if getattr(row, n, None)), None),
    }


def _plain(value):
    """Dates as ISO text, anything else unknown to JSON as text."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return DjangoJSONEncoder().default(value)
