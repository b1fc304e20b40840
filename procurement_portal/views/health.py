"""For the machines that watch us: `live` touches nothing, `ready` checks PostgreSQL."""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import JsonResponse


@login_not_required
def live(request):
    """The process answers: no database, so that an outage restarts nothing."""
    return JsonResponse({"status": "live"})


@login_not_required
def ready(request):
    """200 when PostgreSQL answers; Redis away is reported as degraded, not as down."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except OperationalError:
        return JsonResponse({"status": "down", "database": "unreachable"}, status=503)
    queue = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        queue.ping()
    except redis.RedisError:
        return JsonResponse({"status": "degraded", "queue": "unreachable"})
    return JsonResponse({"status": "ready"})
