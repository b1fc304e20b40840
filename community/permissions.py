"""Who may do what with digests and follows."""

from members.permissions import is_member


def can_follow_capability(user) -> bool:
    """Accepted members: what a followed capability tells about is for them."""
    return is_member(user)


def can_follow_technology(user) -> bool:
    """Accepted members: digests are theirs."""
    return is_member(user)
