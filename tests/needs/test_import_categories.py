"""The portal's categories in registers, and its own files read again."""

import pytest

from needs.importing import start_import
from needs.models import Contract
from needs.tasks import check_import
from tests.factories import CapabilityFactory, ContractFactory
from tests.needs.registers import HEADINGS, contract, outcomes

WITH_CATEGORY = "Contract reference,Title,Portal category"


@pytest.fixture
def categories(db):
    CapabilityFactory(name="Parking permits", slug="permits", synonyms=["Resident permits"])
    CapabilityFactory(name="Housing management", slug="housing-management", acronyms=["HMS"])
    CapabilityFactory(name="Housing repairs", slug="repairs", synonyms=["HMS"])


@pytest.mark.parametrize(
    "text", ["Parking permits", "parking  PERMITS", "permits", "resident permits"]
)
def test_a_category_is_read_by_any_of_its_names(importer, categories, text):
    importer(f"C1,Anything,{text}", headings=WITH_CATEGORY, load=True)
    found = contract("C1")
    assert (found.capability.name, found.capability_certainty) == ("Parking permits", None)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("Parking permit", "Use Parking permits, or leave it empty"),
        ("Goods", "Use the name of a category of the portal, or leave it empty"),
        ("HMS", "Use the name of a category of the portal, or leave it empty"),
    ],
    ids=["nearly", "unknown", "shared by two"],
)
def test_a_category_nobody_knows_is_refused_in_its_cell(importer, categories, text, remedy):
    done = importer(f"C1,Anything,{text}", headings=WITH_CATEGORY)
    (error,) = done.rows.get().errors
    assert error == {
        "column": "Portal category",
        "value": text,
        "problem": "is not a category of the portal",
        "remedy": remedy,
    }


def test_a_column_of_some_other_category_is_left_unread(importer, categories):
    done = importer("C1,Anything,Goods", headings="Contract reference,Title,Category", load=True)
    assert (done.columns, done.counts["new"]) == (
        {"register_reference": "Contract reference", "title": "Title"}, 1,
    )  # fmt: skip


def test_a_changed_category_is_said_and_kept_as_chosen(importer, categories):
    importer("C1,Anything,permits", headings=WITH_CATEGORY, load=True)
    done = importer("C1,Anything,repairs", headings=WITH_CATEGORY, load=True)
    assert done.rows.get().changes == [["capability", "Parking permits", "Housing repairs"]]
    importer("C1,Another title,", headings=WITH_CATEGORY, load=True)
    assert contract("C1").capability.name == "Housing repairs"


def test_the_portals_own_file_read_again_changes_nothing(importer, categories, officer, camden):
    headings = f"{HEADINGS},Department,Notice period,Annual value,Description,Portal category"
    importer(
        "C1,=Housing repairs system,NEC Ltd,01/04/2024,31/03/2027,2 x 12 months,"
        '"£360,000",Homes,6,,"Two\nlines",',
        "C2,Residents' parking permits,Conduent,,,2 years + 1 year,,,,1000.50,,permits",
        ",No reference,,13/06/2022,,,,,,,,",
        headings=headings,
        load=True,
    )
    ContractFactory(borough=camden, source="notice", title="From a notice", row_key="notice:1")
    before = list(Contract.objects.order_by("pk").values())
    assert any(row["capability_certainty"] for row in before)  # a guess stays a guess
    for kind in ("csv", "xlsx"):
        exported = officer.get(f"/my-borough/contracts/export.{kind}").content
        again = start_import(
            borough=camden, by=officer.user, file_name=f"contracts.{kind}", content=exported
        )
        again.begin_check(by=officer.user, columns=again.columns, day_first=True)
        check_import(again.pk)
        again.refresh_from_db()
        assert outcomes(again) == {"same": 4}, list(again.rows.values("changes", "errors"))
    assert list(Contract.objects.order_by("pk").values()) == before
