"""The link in a digest with which its records are confirmed, without signing in.

It is signed, dated, and good for one thing: the records that this digest told this person of, while
they are still theirs to confirm. Opening it changes nothing, because mail filters open every link.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db.models import Q, QuerySet
from django.utils import timezone

from community.models import Digest, DigestItem
from members.models import Membership
from needs.confirming import confirm_records
from needs.models import Confirmation, Contract, Need

LINK_DAYS = 30
_signer = TimestampSigner(salt="community.confirming")


class LinkExpired(Exception):
    """The link is ours, and older than `LINK_DAYS`."""


def confirm_token(digest: Digest) -> str:
    return _signer.sign(str(digest.pk))


def digest_of_token(token: str) -> Digest | None:
    """The digest a link was made for; None for one we did not make. Raises `LinkExpired`."""
    try:
        pk = int(_signer.unsign(token, max_age=timedelta(days=LINK_DAYS)))
    except SignatureExpired as expired:
        raise LinkExpired from expired
    except (BadSignature, ValueError):
        return None
    return Digest.objects.filter(pk=pk).select_related("user").first()


@dataclass
class Offer:
    """What a link is good for now: those of its records that the person may still confirm."""

    digest: Digest
    needs: QuerySet = field(default_factory=Need.objects.none)
    contracts: QuerySet = field(default_factory=Contract.objects.none)

    @classmethod
    def of(cls, digest: Digest) -> "Offer":
        """Nothing for a closed account or a membership that ended; nothing that changed hands."""
        user = digest.user
        if not user.is_active:
            return cls(digest)
        told = told_records(digest)
        held = Membership.objects.active().filter(user=user, borough__isnull=False)
        leads = held.filter(role__in=Membership.LEADING).values("borough")
        mine = Q(borough__in=held.values("borough"))
        mine &= Q(owner=user) | Q(borough__in=leads)
        waiting = Q(last_confirmed_on__isnull=True) | Q(
            last_confirmed_on__lt=timezone.localdate(digest.period_to)
        )
        needs = Need.objects.filter(mine, waiting, kept_by(told["need"]))
        contracts = Contract.objects.filter(mine, waiting, kept_by(told["contract"]))
        return cls(
            digest,
            needs.filter(status__in=(*Need.LIVE, Need.Status.STALE)).order_by("review_by", "pk"),
            contracts.order_by("review_by", "pk"),
        )

    @property
    def origin(self) -> str:
        return f"digest {self.digest.pk}"

    def confirm(self, references: list[str]) -> Confirmation | None:
        """Confirm those of the offer with these references, in the person's name."""
        return confirm_records(
            by=self.digest.user,
            needs=self.needs.filter(reference__in=references),
            contracts=self.contracts.filter(reference__in=references),
            origin=self.origin,
        )

    def undoable(self) -> Confirmation | None:
        """What was last confirmed with this link, while it can be taken back."""
        mine = Confirmation.objects.visible_to(self.digest.user)
        return mine.undoable().filter(origin=self.origin).first()


def told_records(digest: Digest) -> dict[str, dict[int, int | None]]:
    """By kind, the ids of the records the digest asked to confirm, and who kept each then."""
    told: dict[str, dict[int, int | None]] = {"need": {}, "contract": {}}
    items = DigestItem.objects.filter(digest=digest, kind=DigestItem.Kind.CONFIRM)
    for records in items.values_list("records", flat=True):
        for kind, pk, owner in records:
            told[kind][pk] = owner
    return told


def kept_by(owners: dict[int, int | None]) -> Q:
    """Records with these ids that the same people keep."""
    condition = Q(pk__in=[])
    for owner in set(owners.values()):
        pks = [pk for pk, kept in owners.items() if kept == owner]
        condition |= Q(pk__in=pks, owner=owner) if owner else Q(pk__in=pks, owner__isnull=True)
    return condition
