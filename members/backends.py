"""Who is asking: the person and their active memberships, read together at every request."""

import datetime
from functools import cache, lru_cache

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from members.models import Membership, User
from procurement_portal.lib.prepared import Prepared

NOBODY = -1


@lru_cache(maxsize=1)
def _memberships(today: datetime.date) -> Prepared:
    """A person's memberships that are active `today`, with the person and the boroughs."""
    active = Membership.objects.active().select_related("user", "borough")
    active = active.defer("borough__boundary", "borough__alternative_names")
    return Prepared(lambda user_id: active.filter(user_id=user_id), NOBODY)


@cache
def _person() -> Prepared:
    return Prepared(lambda user_id: User.objects.filter(pk=user_id), NOBODY)


class MemberBackend(AuthenticationBackend):
    """allauth's backend; a member comes with their memberships in the same query."""

    def get_user(self, user_id):
        """The person, or None. Rights come from the memberships just read, never from a session."""
        memberships = _memberships(timezone.localdate()).about(user_id)
        found = [m.user for m in memberships] or _person().about(user_id)
        if not found or not self.user_can_authenticate(found[0]):
            return None
        user = found[0]
        user.active_memberships = memberships
        return user
