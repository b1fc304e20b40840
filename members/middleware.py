"""The second factor: allauth offers one, and has no setting that requires it."""

import time

from allauth.account.authentication import get_authentication_records
from django.shortcuts import redirect

from members.permissions import has_moderator_role

GUARDED = ("/moderation", "/admin")
SECOND_FACTOR_AGE = 12 * 60 * 60  # seconds a second factor counts for (reliability, goal 7)


def second_factor_used(request) -> bool:
    """Whether this session proved a second factor within the last twelve hours."""
    oldest = time.time() - SECOND_FACTOR_AGE
    return any(
        record.get("method") == "mfa" and record.get("at", 0) >= oldest
        for record in get_authentication_records(request, request.user)
    )


class SecondFactor:
    """Note whether this session used a second factor; keep moderation shut until it did."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated:
            user.second_factor_used = second_factor_used(request)
            if self.must_prove(request):
                return redirect("members:second_factor")
        return self.get_response(request)

    @staticmethod
    def must_prove(request) -> bool:
        guarded = request.path.startswith(GUARDED)
        user = request.user
        return (
            guarded and not user.second_factor_used and (has_moderator_role(user) or user.is_staff)
        )
