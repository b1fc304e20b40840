"""How long a session lasts, and the second factor: the sign-in library settles neither."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from members.models import User
from members.permissions import must_have_second_factor

GUARDED = ("/moderation", "/admin")
SECOND_FACTOR_AGE = 12 * 60 * 60  # seconds a second factor counts for (reliability, goal 7)
NOTED_EVERY = 60  # seconds between two notes of when a session was last used
WANTED = "wanted_page"  # in the session of who must set up a second factor before they go there
STARTED, SEEN = "session_started_at", "session_seen_at"  # seconds since 1970, in the session


class SessionLimits:
    """End a session 3 hours after its last page, and 12 hours after it began."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = time.time()
            if self.is_over(request.session, now):
                logout(request)
                request.session["session_ended"] = True
            elif now - request.session.get(SEEN, 0) >= NOTED_EVERY:
                self.note(request, now)
        return self.get_response(request)

    @staticmethod
    def is_over(session, now: float) -> bool:
        idle = now - session.get(SEEN, now)
        age = now - session.get(STARTED, now)
        return idle > settings.SESSION_IDLE_AGE or age > settings.SESSION_COOKIE_AGE

    @staticmethod
    def note(request, now: float) -> None:
        """When this session, its line among the devices, and the person were last seen."""
        request.session.setdefault(STARTED, now)
        request.session[SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=timezone.now()
        )
        today = timezone.localdate()
        if request.user.last_seen_on != today:
            User.objects.filter(pk=request.user.pk).update(last_seen_on=today)


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
                wanted = request.get_full_path() if request.method == "GET" else request.path
                return redirect(f"{reverse('members:second_factor')}?{urlencode({'next': wanted})}")
            if request.path.startswith(GUARDED):
                request.session.pop(WANTED, None)
        return self.get_response(request)

    @staticmethod
    def must_prove(request) -> bool:
        guarded = request.path.startswith(GUARDED)
        user = request.user
        return guarded and not user.second_factor_used and must_have_second_factor(user)
