"""Who is asking: the person and their active memberships, read together at every request."""

from allauth.account.auth_backends import AuthenticationBackend

from members.models import Membership


class MemberBackend(AuthenticationBackend):
    """allauth's backend; a member comes with their memberships in the same query."""

    def get_user(self, user_id):
        """The person, or None. Rights come from the memberships just read, never from a session."""
        memberships = list(
            Membership.objects.active()
            .filter(user_id=user_id)
            .select_related("user", "borough")
            .defer("borough__boundary", "borough__alternative_names")
        )
        user = memberships[0].user if memberships else super().get_user(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.active_memberships = memberships
        return user
