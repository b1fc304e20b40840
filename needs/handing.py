"""When a person leaves a borough, what they kept there goes to its lead.

Found from the records themselves, whatever ended the membership: a lead's decision, the person
leaving, the last day of a contractor, a closed account.
"""

from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from simple_history.utils import bulk_update_with_history

from members.models import Borough, Membership, User
from needs.models import Contract, HandOver, Need

OVER = (Need.Status.CLOSED, Need.Status.WITHDRAWN)
WHY = "The person who kept it left the borough; its lead keeps it now"
BATCH = 500


def _without_owner(records: QuerySet) -> QuerySet:
    """Nobody's, or kept by somebody who does not belong to the record's borough any more."""
    keeps = Membership.objects.active().filter(
        user=OuterRef("owner"), borough=OuterRef("borough"), user__is_active=True
    )
    return records.filter(Q(owner__isnull=True) | ~Exists(keeps))


def needs_without_owner(needs: QuerySet | None = None) -> QuerySet:
    """Needs still to come that nobody of their borough keeps."""
    needs = Need.objects.all() if needs is None else needs
    return _without_owner(needs.exclude(status__in=OVER))


def contracts_without_owner(contracts: QuerySet | None = None) -> QuerySet:
    """Contracts not ended that nobody of their borough keeps.

    One made from a notice is nobody's until its borough confirms it.
    """
    contracts = Contract.objects.all() if contracts is None else contracts
    untouched = Q(source=Contract.Source.NOTICE, owner__isnull=True)
    return _without_owner(contracts.live().exclude(untouched))


def without_owner(user) -> dict[str, int]:
    """How many records each borough has that nobody keeps, of those this person may see."""
    found: dict[str, int] = {}
    for records in (
        needs_without_owner(Need.objects.visible_to(user)),
        contracts_without_owner(Contract.objects.visible_to(user)),
    ):
        counts = records.order_by().values("borough").annotate(count=Count("pk"))
        for gss, count in counts.values_list("borough", "count"):
            found[gss] = found.get(gss, 0) + count
    return found


def keeper_of(borough: Borough) -> User | None:
    """The lead who has been there longest, else the CIO who has; None where there is neither."""
    leads = Membership.objects.leading(borough).filter(user__is_active=True)
    first = Case(When(role=Membership.Role.LEAD, then=0), default=1)
    membership = leads.select_related("user").order_by(first, "asked_at", "pk").first()
    return membership.user if membership else None


def hand_over_all() -> int:
    """Pass on what was left behind, borough by borough; how many records. Safe to repeat."""
    left = {
        *needs_without_owner().order_by().values_list("borough", flat=True),
        *contracts_without_owner().order_by().values_list("borough", flat=True),
    }
    return sum(hand_over(borough) for borough in Borough.objects.filter(pk__in=left))


@transaction.atomic
def hand_over(borough: Borough) -> int:
    """Pass this borough's records without an owner to its lead; none while it has no lead."""
    keeper = keeper_of(borough)
    if keeper is None:
        return 0
    needs = list(_locked(Need, needs_without_owner().filter(borough=borough)))
    contracts = list(_locked(Contract, contracts_without_owner().filter(borough=borough)))
    for need in needs:
        need.hand_over(to=keeper, reason=WHY)
    for contract in contracts:
        contract.owner = keeper
    if contracts:
        bulk_update_with_history(
            contracts, Contract, ["owner"], batch_size=BATCH, default_change_reason=WHY
        )
    if needs or contracts:
        HandOver.objects.create(
            borough=borough, to=keeper, needs_count=len(needs), contracts_count=len(contracts)
        )
    return len(needs) + len(contracts)


def _locked(model, records: QuerySet) -> QuerySet:
    chosen = model.objects.filter(pk__in=records.order_by().values("pk"))
    return chosen.select_for_update(of=("self",)).order_by("pk").defer("search")
