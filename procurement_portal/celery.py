"""The Celery application. Queue `now` is what a person waits for; `later` is everything else."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procurement_portal.settings")

app = Celery("procurement_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
