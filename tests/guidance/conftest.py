"""A published guide, and what stands around it."""

import pytest
from django.core.cache import cache

from tests.factories import GuideVersionFactory


def publish(version):
    """Make a version what readers see, as a load does."""
    guide = version.guide
    guide.published_version = version
    guide.set_confirmed(None)
    guide.save()
    return guide


@pytest.fixture(autouse=True)
def fresh_limits():
    """Each test starts with nothing counted against its reader."""
    cache.clear()


@pytest.fixture
def guide(db):
    return publish(
        GuideVersionFactory(
            published=True,
            title="Talk to suppliers",
            summary="Fairly, and before a tender.",
            body="## What it is\n\nA conversation.\n\n## Why it matters\n\nYou learn.",
            responsible="Procurement team",
            accountable="Head of procurement",
        )
    )


@pytest.fixture
def texts():
    """A complete form for a draft."""
    return {
        "title": "Talk to suppliers early",
        "summary": "Fairly, and in time.",
        "body": "## What it is\n\nA frank conversation.",
        "responsible": "Procurement team",
        "accountable": "Head of procurement",
        "consulted": "",
        "informed": "",
        "change_note": "Said when to begin.",
        "started_from": "0",
        "action": "save",
    }
