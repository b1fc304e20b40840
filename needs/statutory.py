"""Dates that the Procurement Act 2023 sets around going to market. Pure functions over dates."""

import datetime

from needs.models.contract import add_months
from needs.windows import Window

# Published in this time before the tender notice, a planned procurement notice (UK3) "qualifies":
# the tender period may then be as short as 10 days (section 54).
PLANNED_NOTICE_DAYS = 40
PLANNED_NOTICE_MONTHS = 12
PLANNED_NOTICE_SOURCE = "Procurement Act 2023, section 15"
PLANNED_NOTICE_HREF = "https://www.legislation.gov.uk/ukpga/2023/54/section/15"


def planned_notice(tender_notice: datetime.date) -> Window:
    """The first and last day on which a planned procurement notice counts for that tender notice.

    At least 40 days but not more than 12 months before it (section 15).
    """
    return Window(
        add_months(tender_notice, -PLANNED_NOTICE_MONTHS),
        tender_notice - datetime.timedelta(days=PLANNED_NOTICE_DAYS),
    )
