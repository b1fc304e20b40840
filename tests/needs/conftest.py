"""Needs enough to narrow a list by, and registers to import."""

import pytest

from needs.importing import start_import
from needs.tasks import check_import
from tests.factories import CapabilityFactory
from tests.needs.listing import publish
from tests.needs.registers import HEADINGS, csv_of, loaded


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


@pytest.fixture
def importer(camden, officer):
    """Upload, check with the guessed columns; the import as it is afterwards."""

    def run(*rows, headings=HEADINGS, borough=camden, by=officer.user, load=False, day_first=True):
        started = start_import(
            borough=borough,
            by=by,
            file_name="register.csv",
            content=csv_of(*rows, headings=headings),
        )
        started.begin_check(by=by, columns=started.columns, day_first=day_first)
        check_import(started.pk)
        started.refresh_from_db()
        return loaded(started, by) if load else started

    return run
