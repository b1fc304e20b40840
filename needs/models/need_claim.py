"""A moderator's claim on a need that waits for review: two people do not read the same one."""

import datetime

from django.db import models, transaction
from django.utils import timezone

from needs.models.need import Need

CLAIM_LASTS = datetime.timedelta(hours=4)


class NeedClaimQuerySet(models.QuerySet):
    def held(self):
        """Claims still in force; an older one binds nobody."""
        return self.filter(at__gt=timezone.now() - CLAIM_LASTS)

    def visible_to(self, user):
        return self.filter(need__in=Need.objects.visible_to(user))


class NeedClaim(models.Model):
    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="claim")
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = NeedClaimQuerySet.as_manager()

    def __str__(self):
        return f"{self.need} claimed by {self.by}"

    @classmethod
    @transaction.atomic
    def take(cls, need, *, by) -> "NeedClaim":
        """Claim `need`; returns the claim in force, which is another's when they were first."""
        claim, made = cls.objects.select_for_update().get_or_create(need=need, defaults={"by": by})
        if not made and (claim.by_id is None or claim.at <= timezone.now() - CLAIM_LASTS):
            claim.by, claim.at = by, timezone.now()
            claim.save()
        return claim

    @classmethod
    def release(cls, need) -> None:
        """Let go of a need: decided, or given back."""
        cls.objects.filter(need=need).delete()
