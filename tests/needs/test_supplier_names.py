"""A supplier reads as the record itself has it, never as somebody's sealed record writes it."""

import pytest

from needs import matching
from needs.models import Contract, Overlap, Supplier
from tests import factories
from tests.needs.registers import contract

pytestmark = pytest.mark.django_db

HEADINGS = "Contract reference,Title,Supplier,Start date,End date"
ROW = "{reference},Housing management system,{supplier},01/04/2024,31/03/2030"
SEALED = "QVXNEC Software CIC LIMITED"


@pytest.fixture
def sealed(importer):
    """What Camden hides, loaded before anybody else names the supplier."""
    importer(ROW.format(reference="C1", supplier=SEALED), headings=HEADINGS, load=True)
    Contract.objects.update(visibility="sealed")
    return contract("C1")


@pytest.fixture
def load_brent(importer, brent, other_officer):
    def run(supplier="Qvxnec Software Ltd", reference="B1"):
        row = ROW.format(reference=reference, supplier=supplier)
        importer(row, headings=HEADINGS, borough=brent, by=other_officer.user, load=True)
        Contract.objects.filter(visibility="members").update(
            capability=factories.CapabilityFactory(slug="housing")
        )
        return contract(reference)

    return run


def read_everywhere(visitor, found) -> str:
    """Every page and file in which a contract's supplier stands."""
    addresses = [
        found.get_absolute_url(), "/my-borough/contracts", "/my-borough/contracts/export.csv",
        f"{found.get_absolute_url()}/edit", "/overlap/housing", "/overlap?format=csv",
        "/overlap/timeline?format=csv", "/categories", f"/post?contract={found.reference}",
    ]  # fmt: skip
    answers = [visitor.get(address) for address in addresses]
    return "\n".join(each.content.decode() for each in answers if each.status_code == 200)


def test_a_later_register_keeps_its_own_spelling(sealed, load_brent, other_officer):
    mine = load_brent()
    matching.rematch(mine)
    assert mine.supplier == sealed.supplier
    page = read_everywhere(other_officer, mine)
    assert "Qvxnec Software Ltd" in page
    assert "QVXNEC" not in page
    assert "Software CIC" not in page


def test_a_register_that_writes_it_otherwise_is_no_change(sealed, load_brent, importer, brent):
    mine = load_brent()
    row = ROW.format(reference="B1", supplier="QVXNEC software")
    again = importer(row, headings=HEADINGS, borough=brent)
    assert again.counts["same"] == 1
    assert contract("B1").supplier_name == mine.supplier_name


def reasons(one, other) -> list[str]:
    for record in (one, other):
        matching.rematch(record)
    return [part["sentence"] for pair in Overlap.objects.all() for part in pair.parts]


@pytest.mark.parametrize("is_there", [False, True], ids=["alone", "with a sealed record"])
def test_what_two_boroughs_share_is_the_same_beside_a_sealed_record(request, load_brent, is_there):
    """A need that names the supplier otherwise than the sealed record still shares it."""
    if is_there:
        request.getfixturevalue("sealed")
    mine = load_brent("Qvxnec Software")
    need = factories.NeedFactory(published=True, capability=mine.capability)
    factories.NeedTermsFactory(need=need, current_supplier="QvxNec Software Ltd")
    said = [sentence for sentence in reasons(mine, need) if "Incumbent" in sentence]
    assert len(said) == 1
    assert said[0].removeprefix("Incumbent is the same supplier, ") in (
        "Qvxnec Software", "QvxNec Software Ltd",
    )  # fmt: skip


def test_a_contract_typed_by_hand_keeps_its_spelling(sealed, other_officer, brent):
    supplier = Supplier.objects.get()
    mine = factories.ContractFactory(
        borough=brent, supplier=supplier, supplier_name="Qvxnec Software Ltd"
    )
    assert "Qvxnec Software Ltd" in other_officer.read(mine.get_absolute_url())
    page = other_officer.read(f"{mine.get_absolute_url()}/edit")
    assert "QVXNEC" not in page
