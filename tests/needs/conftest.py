"""Needs enough to narrow a list by."""

import pytest

from tests.factories import CapabilityFactory
from tests.needs.listing import publish


@pytest.fixture
def many(camden, brent):
    housing = CapabilityFactory(slug="housing", name="Housing")
    repairs = CapabilityFactory(slug="repairs", name="Repairs", parent=housing)
    parking = CapabilityFactory(slug="parking", name="Parking")
    publish(
        title="Housing repairs scheduling",
        capability=repairs,
        borough=camden,
        tender_group="business_systems",
        phase="thinking",
        value_band="to_50k",
        openness="share_ideas",
    )
    publish(
        title="Parking permits",
        problem="Residents queue for vouchers.",
        capability=parking,
        borough=brent,
        tender_group="core_technologies",
        phase="planning",
        value_band="over_1m",
        openness="share_funding",
    )
    publish(
        title="Chatbot trial",
        capability=None,
        borough=brent,
        tender_group="innovative_tools",
        phase="planning",
        value_band="unknown",
        status="procuring",
    )
    publish(title="Finished business", borough=camden, status="awarded", value_band="to_1m")
