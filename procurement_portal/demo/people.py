"""Example people: officers, leads, CIOs and AT leads of the boroughs, and two moderators."""

import datetime
import unicodedata
from dataclasses import dataclass, field
from random import Random

from django.db import transaction

from members import demonstration
from members.models import Borough, BoroughDomain, Membership, User
from procurement_portal.demo.moments import working_moment
from procurement_portal.demo.texts import read

Role = Membership.Role
ENDING = ".example"  # reserved: mail to it cannot be delivered (RFC 2606)
SHARED_DOMAIN = "richmondandwandsworth.example"
SHARING = ("richmond-upon-thames", "wandsworth")


@dataclass
class People:
    """Who acts for each borough, by its slug, and the moderators."""

    by_borough: dict[str, dict[str, list[User]]] = field(default_factory=dict)
    moderators: list[User] = field(default_factory=list)

    def one(self, slug: str, *roles: str) -> User:
        """The first person of a borough in the first of these roles that it has."""
        there = self.by_borough[slug]
        return next(there[role][0] for role in roles if role in there)

    def lead(self, slug: str) -> User:
        return self.one(slug, Role.LEAD)

    def officer(self, slug: str) -> User:
        return self.one(slug, Role.OFFICER, Role.LEAD)


@transaction.atomic
def load_people(today: datetime.date, slugs: list[str]) -> People:
    """The people of these boroughs, added where they are missing."""
    boroughs = {borough.slug: borough for borough in Borough.objects.filter(slug__in=slugs)}
    _load_domains(boroughs)
    people = People()
    people.moderators = _load_moderators(today)
    by = people.moderators[0]
    for name, slug, role in read("people")["people"]:
        if slug in boroughs:
            user = _user(name, slug)
            _membership(user, boroughs[slug], role, by, today)
            people.by_borough.setdefault(slug, {}).setdefault(role, []).append(user)
    for days_ago, (name, slug, note) in enumerate(read("people")["waiting"], start=1):
        if slug in boroughs:
            _waiting(_user(name, slug), boroughs[slug], note, today, days_ago)
    return people


def address_of(name: str, slug: str) -> str:
    """ "Adam Wójcik" of Haringey: adam.wojcik@haringey.example."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"{'.'.join(plain.lower().split())}@{slug}{ENDING}"


def _load_domains(boroughs: dict[str, Borough]) -> None:
    """Domains for trying sign-up: one for each borough, and one that two boroughs share."""
    domains = [BoroughDomain(borough=b, domain=f"{slug}{ENDING}") for slug, b in boroughs.items()]
    domains += [
        BoroughDomain(borough=boroughs[slug], domain=SHARED_DOMAIN)
        for slug in SHARING
        if slug in boroughs
    ]
    BoroughDomain.objects.bulk_create(domains, ignore_conflicts=True)


def _user(name: str, slug: str) -> User:
    email = address_of(name, slug)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name, is_example=True)
    demonstration.verify_address(user)
    return user


def _load_moderators(today: datetime.date) -> list[User]:
    """Each is accepted by the other, and has the authenticator app with the known secret."""
    users = [_user(name, "loti") for name in read("people")["moderators"]]
    for user, other in zip(users, reversed(users), strict=True):
        _membership(user, None, Role.MODERATOR, other, today)
        demonstration.give_example_app(user)
    return users


def _membership(
    user: User, borough: Borough | None, role: str, by: User, today: datetime.date
) -> None:
    """Asked for and accepted some months ago; nothing when the person has one."""
    if user.memberships.exists():
        return
    chance = Random(f"membership of {user.email}")
    days_ago = chance.randint(120, 400)
    membership = Membership.objects.create(
        user=user,
        borough=borough,
        role=role,
        basis=Membership.Basis.DOMAIN if borough else Membership.Basis.INVITED,
        asked_at=working_moment(today, days_ago, chance),
    )
    membership.accept(by=by, role=role)
    decided = working_moment(today, days_ago - 2, chance)
    Membership.objects.filter(pk=membership.pk).update(
        decided_at=decided, told=Membership.Status.ACTIVE
    )
    membership.events.update(at=decided)
    User.objects.filter(pk=user.pk).update(date_joined=membership.asked_at)


def _waiting(user: User, borough: Borough, note: str, today: datetime.date, days_ago: int) -> None:
    if user.memberships.exists():
        return
    chance = Random(f"membership of {user.email}")
    Membership.objects.create(
        user=user,
        borough=borough,
        note=note,
        asked_at=working_moment(today, days_ago, chance),
        told=Membership.Status.PENDING,
    )
