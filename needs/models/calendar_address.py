"""A person's private address for calendar programs, which cannot sign in."""

import secrets

from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils import timezone

_signer = Signer(salt="needs.calendar_address")


def new_key() -> str:
    return secrets.token_urlsafe(16)


class CalendarAddressQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own, and nobody else's."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class CalendarAddress(models.Model):
    """Whose calendar is asked for. A new key makes every earlier address useless.

    What the calendar holds is decided at each request by the person's memberships then.
    """

    user = models.OneToOneField(
        "members.User", on_delete=models.CASCADE, related_name="calendar_address"
    )
    key = models.CharField(max_length=32, unique=True, default=new_key)
    made_at = models.DateTimeField(default=timezone.now)

    objects = CalendarAddressQuerySet.as_manager()

    def __str__(self):
        return f"Calendar of {self.user}"

    @property
    def token(self) -> str:
        """What stands in the address: the key, signed, so that no row tells a working one."""
        return _signer.sign(self.key)

    @classmethod
    def of_token(cls, token: str) -> "CalendarAddress | None":
        """The address a token was signed for; None when it was renewed, or never ours."""
        try:
            key = _signer.unsign(token)
        except BadSignature:
            return None
        return cls.objects.filter(key=key, user__is_active=True).select_related("user").first()

    @classmethod
    def renew(cls, user) -> "CalendarAddress":
        """A first address, or a new one in place of the last."""
        fresh = {"key": new_key(), "made_at": timezone.now()}
        return cls.objects.update_or_create(user=user, defaults=fresh)[0]
