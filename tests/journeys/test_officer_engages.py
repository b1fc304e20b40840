"""An officer at market engagement finds how to talk to the market, with reasons, and opens one."""

import pytest
from django.core.management import call_command

from needs.models import Capability
from tests.factories import NeedFactory, NeedTermsFactory, days


@pytest.fixture
def need(camden, reference_data):
    """For £180,000, of core technology, to start in nine months, its borough engaging."""
    call_command("load_guidance", verbosity=0)
    need = NeedFactory(
        **{"borough": camden, "published": True, "phase": "engaging", "collaboration_level": 2},
        **{"earliest_start": days(200), "latest_start": days(280), "title": "Network for offices"},
        capability=Capability.objects.filter(tender_group="core_technologies").first(),
    )
    NeedTermsFactory(need=need, exact_value_pence=18_000_000)
    return need


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_three_reasoned_techniques_and_one_opened(script, browse, officer, need):
    here = browse(officer, java_script_enabled=script)
    here.open(need.get_absolute_url())
    here.reads("Talking to the market")
    assert adds_up(here.page) == 3
    here.reads("£100,000 to £250,000 without VAT may reach the £207,720 threshold")
    here.follow("Say how well you know the market")
    here.fill("Estimated value, if you know it", "180,000")
    here.choose("Hardly: we do not know who offers this")
    here.press("Find techniques")
    here.reads("3 techniques for your purchase")
    here.reads("£180,000 is £216,000 with VAT at 20%, which reaches the £207,720 threshold")
    here.reads("39 weeks until the start, less 16 for the tender, leave 23")
    assert adds_up(here.page) == 3
    here.page.locator(".app-row__title a").first.click()
    for heading in ("When to use it", "When to avoid it", "How to keep it fair", "Records to keep"):
        here.reads(heading)
    here.reads("(estimate)")


def adds_up(page) -> int:
    """How many techniques stand on the page, each with parts that give its total."""
    tables = page.locator(".app-parts")
    for table in tables.all():
        cells = table.locator("td.app-parts__points").all_inner_texts()
        *parts, total = map(float, cells)
        assert abs(sum(parts) - total) < 1e-9
    return tables.count()
