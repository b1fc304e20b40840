from members.models.borough import Borough, BoroughDomain, BoroughMembership
from members.models.membership import Membership, MembershipEvent
from members.models.review_period import ReviewPeriod
from members.models.user import User

__all__ = [
    "Borough",
    "BoroughDomain",
    "BoroughMembership",
    "Membership",
    "MembershipEvent",
    "ReviewPeriod",
    "User",
]
