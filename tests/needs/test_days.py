"""What moves with the days is brought up to date without reading the records one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from needs import matching
from needs.models import Capability, OverlapSide
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    NeedFactory,
    NeedTermsFactory,
    SupplierFactory,
    days,
)

pytestmark = pytest.mark.django_db


def of_every_sort() -> None:
    """Needs and contracts with and without all that a side may be made from."""
    capability = CapabilityFactory(lead_time_months=9)
    supplier = SupplierFactory()
    held = ContractFactory(capability=capability, supplier=supplier, end=days(700))
    ContractTermsFactory(contract=held, notice_months=3)
    replacing = NeedFactory(capability=capability, latest_start=days(800))
    NeedTermsFactory(need=replacing, current_contract=held, notice_months=6)
    for record in (held, replacing, NeedFactory(capability=None), ContractFactory(supplier=None)):
        matching.rematch(record)


def queries_to_refresh() -> int:
    with CaptureQueriesContext(connection) as captured:
        matching.refresh_sides()
    return len(captured)


def test_as_many_queries_for_many_as_for_few():
    of_every_sort()
    few = queries_to_refresh()
    of_every_sort()
    of_every_sort()
    assert queries_to_refresh() == few


def test_a_longer_lead_time_means_deciding_earlier():
    of_every_sort()
    before = dict(OverlapSide.objects.exclude(decide_by=None).values_list("pk", "decide_by"))
    Capability.objects.update(lead_time_months=12)
    matching.refresh_sides()
    after = dict(OverlapSide.objects.exclude(decide_by=None).values_list("pk", "decide_by"))
    moved = {pk for pk in before if after[pk] < before[pk]}
    assert moved == set(OverlapSide.objects.exclude(capability=None).values_list("pk", flat=True))
