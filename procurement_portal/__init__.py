"""Wiring on top of the rooms; `lib` underneath them."""

from procurement_portal.celery import app as celery_app

__all__ = ["celery_app"]
