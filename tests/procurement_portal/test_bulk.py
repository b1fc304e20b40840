"""Writing many rows that differ: what the records have, and nothing cut to fit."""

import datetime

import pytest
from django.db import DataError

from needs.models import Contract, ContractTerms
from procurement_portal.lib.bulk import update_each, update_each_with_history
from tests.factories import ContractFactory, UserFactory

FIELDS = ["title", "supplier", "start", "end", "extensions", "capability_certainty", "is_example"]


def values():
    return list(Contract.objects.order_by("pk").values(*FIELDS))


def test_every_record_is_written_as_it_is(camden):
    one, other = ContractFactory(borough=camden), ContractFactory(borough=camden)
    one.title, one.start, one.end, one.extensions = "O'Neil % (100)", None, None, []
    one.supplier, one.capability_certainty = None, 0.07
    other.start, other.extensions = datetime.date(2024, 2, 29), [12, 6]
    other.capability_certainty, other.is_example = None, True
    expected = [{name: getattr(c, name) for name in FIELDS} for c in (one, other)]
    update_each([one, other], FIELDS)
    expected = [
        {**e, "supplier": c.supplier_id} for e, c in zip(expected, (one, other), strict=True)
    ]
    assert values() == expected


def test_what_is_empty_in_all_of_them_is_written(camden):
    terms = ContractTerms.objects.create(contract=ContractFactory(borough=camden), value_pence=7)
    terms.value_pence = terms.vat_included = terms.break_on = None
    update_each([terms], ["value_pence", "vat_included", "break_on"])
    terms.refresh_from_db()
    assert terms.value_pence is None


def test_a_text_that_is_too_long_is_refused_not_cut(camden):
    contract = ContractFactory(borough=camden)
    contract.route = "x" * 201
    with pytest.raises(DataError):
        update_each([contract], ["route"])


def test_a_version_says_who_and_why(camden):
    contract, person = ContractFactory(borough=camden), UserFactory()
    contract.route = "Open tender"
    update_each_with_history([contract], ["route"], by=person, reason="Because")
    version = contract.history.first()
    said = (version.route, version.history_user, version.history_change_reason)
    assert said == ("Open tender", person, "Because")
    assert version.history_type == "~"


def test_nothing_to_write_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        update_each([], ["route"])
    update_each_with_history([], ["route"], by=None, reason="")  # no mistake either
