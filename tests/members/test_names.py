"""Which borough a printed name means, and which names mean none."""

import pytest

from members.models import Borough
from members.names import BoroughNames
from members.reference import load_boroughs

pytestmark = pytest.mark.django_db


@pytest.fixture
def names():
    load_boroughs()
    return BoroughNames(Borough.objects.all())


@pytest.mark.parametrize(
    ("printed", "slug"),
    [
        ("London Borough of Camden", "camden"),
        ("LB Camden", "camden"),
        ("CAMDEN COUNCIL", "camden"),
        ("The Mayor and Burgesses of the London Borough of Camden", "camden"),
        ("London Borough of Camden - Adult Social Care", "camden"),
        ("Hackney Council (Procurement)", "hackney"),
        ("Royal Borough of Kingston upon Thames", "kingston-upon-thames"),
        ("The Royal Borough of Kingston", "kingston-upon-thames"),
        ("RBKC", "kensington-and-chelsea"),
        ("Hammersmith & Fulham Council", "hammersmith-and-fulham"),
        ("Westminster City Council", "westminster"),
        ("City of Westminster", "westminster"),
        ("City of London Corporation", "city-of-london"),
        ("LB Richmond", "richmond-upon-thames"),
        ("Tower Hamlets", "tower-hamlets"),
    ],
)
def test_a_name_that_means_one_borough(names, printed, slug):
    assert names.find(printed) == Borough.objects.get(slug=slug).gss


@pytest.mark.parametrize(
    "printed",
    [
        "Richmond and Wandsworth Councils",
        "London Boroughs of Richmond upon Thames and Wandsworth",
        "Hackney Council and health partners",
        "Sutton, Achieving for Children and Kingston",
        "Harrow, Richmond and Uxbridge College",
        "Barnet Homes",
        "Kingston upon Hull City Council",
        "Richmond",
        "LBH",
        "Leeds City Council",
        "",
    ],
)
def test_a_name_that_is_not_guessed(names, printed):
    assert names.find(printed) is None


def test_codes_of_the_registers(names):
    assert names.by_code("CMD") == names.by_code("E09000007") == "E09000007"
    assert names.by_code("XXX") is None
