"""Reading notices: what is taken from a release, and what is refused, where and why."""

import datetime
import gzip
import json

import pytest

from needs import ocds_files
from needs.ocds import NoticeValues, Refusal, UnreadableFile, read_records, to_values


def release(**changes) -> dict:
    return {
        "ocid": "ocds-h6vhtk-0412ab",
        "id": "012345-2026",
        "date": "2026-03-04T10:00:00Z",
        "tag": ["award"],
        "buyer": {"id": "GB-LAE-CMD", "name": "London Borough of Camden"},
        "parties": [{"id": "GB-LAE-CMD", "name": "London Borough of Camden", "roles": ["buyer"]}],
        "tender": {
            "title": "Housing management system",
            "description": "Hosting and support.",
            "classification": {"scheme": "CPV", "id": "48000000"},
            "items": [{"additionalClassifications": [{"scheme": "CPV", "id": "72260000-5"}]}],
            "value": {"amount": 900000, "currency": "GBP"},
        },
        "awards": [
            {
                "suppliers": [{"name": "Systems Ltd"}, {"name": "Systems Ltd"}],
                "value": {"amount": 750000.5, "currency": "GBP"},
                "contractPeriod": {"startDate": "2026-04-01", "endDate": "2029-03-31T23:59:59Z"},
            }
        ],
        **changes,
    }


def package(*releases, **changes) -> bytes:
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    return json.dumps(
        {
            "version": "1.1",
            "publisher": {"name": "Find a Tender"},
            "license": licence,
            "releases": list(releases),
            **changes,
        }
    ).encode()


def read(data: bytes) -> list[NoticeValues | Refusal]:
    return [to_values(raw) for raw in read_records(data)]


def test_a_release_gives_what_the_portal_shows():
    (values,) = read(package(release()))
    assert values.notice_id == "012345-2026"
    assert values.buyer == "London Borough of Camden"
    assert values.buyer_codes == ("CMD",)
    assert values.stage == "award"
    assert values.cpv_codes == ["48000000", "72260000"]
    assert values.is_tech
    assert values.value_pence == 75_000_050
    assert values.published_on == datetime.date(2026, 3, 4)
    assert (values.start, values.end) == (datetime.date(2026, 4, 1), datetime.date(2029, 3, 31))
    assert values.suppliers == ["Systems Ltd"]
    assert values.origin == "find_a_tender"
    assert values.licence == "OGL-UK-3.0"
    assert values.source_url == "https://www.find-tender.service.gov.uk/Notice/012345-2026"


def test_what_is_missing_stays_missing():
    bare = {"ocid": "o-1", "id": "a-notice-1", "buyer": {"name": "A"}, "tender": {"title": "T"}}
    (values,) = read(package(bare))
    assert (values.start, values.end, values.value_pence, values.published_on) == (None,) * 4
    assert values.suppliers == values.cpv_codes == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ocid": None}, "ocid", "missing"),
        ({"id": None}, "id", "missing"),
        ({"buyer": {}, "parties": []}, "buyer/name", "missing"),
        ({"tender": {}}, "tender/title", "missing"),
        ({"tender": "text"}, "tender/title", "missing"),
        ({"date": "31/02/2027"}, "date", "31/02/2027 is not a real date. Use 2027-02-28"),
        ({"date": "2027-02-31"}, "date", "2027-02-31 is not a real date"),
        ({"date": "1066-10-14"}, "date", "not a date that can be right"),
        (
            {"awards": [{"contractPeriod": {"startDate": "2027-01-01", "endDate": "2026-01-01"}}]},
            "contractPeriod/endDate",
            "before the start date",
        ),
        ({"awards": [{"value": {"amount": "TBC"}}]}, "awards/value", "TBC is not a number"),
        ({"awards": [{"value": {"amount": -5}}]}, "awards/value", "can be right"),
        ({"awards": [{"value": {"amount": 1e300}}]}, "awards/value", "not an amount"),
        ({"awards": [{"value": {"amount": [1]}}]}, "awards/value", "not a number"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_field(changes, field, words):
    good, bad = read(package(release(), release(**changes)))
    assert isinstance(good, NoticeValues)
    assert (bad.place, bad.field) == ("release 2", field)
    assert words in bad.reason
    assert str(bad).startswith("Release 2, ")


def test_other_currencies_and_placeholders_are_not_values():
    euros, placeholder = read(
        package(
            release(awards=[], tender={"title": "T", "value": {"amount": 5e6, "currency": "EUR"}}),
            release(awards=[], tender={"title": "T", "value": {"amount": 0.01}}),
        )
    )
    assert euros.value_pence is placeholder.value_pence is None


def test_json_lines_of_everything_mixed():
    own = {"id": "N1", "notice_id": "abc-123", "buyer": "Camden", "title": "T", "text_basis": "x"}
    lines = [
        json.dumps(own),
        "",
        "{broken",
        json.dumps(release()),
        package(release(id="second-id")).decode(),
        "[1]",
    ]
    found = read("\n".join(lines).encode())
    assert [f.notice_id for f in found if isinstance(f, NoticeValues)] == [
        "abc-123",
        "012345-2026",
        "second-id",
    ]
    assert [f.place for f in found if isinstance(f, Refusal)] == ["line 3", "line 6"]


def test_a_record_package_is_read_by_its_compiled_releases():
    data = json.dumps({"records": [{"compiledRelease": release()}, {"ocid": "x"}]}).encode()
    good, bad = read(data)
    assert good.title == "Housing management system"
    assert bad.reason == "This is not a JSON object"


def test_indented_gzipped_and_marked_files_are_the_same_file():
    plain = package(release())
    indented = json.dumps(json.loads(plain), indent=2).encode()
    hashes = {
        raw.content_hash
        for data in (plain, indented, gzip.compress(plain), b"\xef\xbb\xbf" + indented)
        for raw in read_records(data)
    }
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"Title,End\nA,2027\n", "not JSON"),
        (b"\x1f\x8bnot gzip", "damaged"),
        (b"%PDF-1.7", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"12", "no OCDS releases"),
    ],
)
def test_a_file_that_is_something_else_is_refused_whole(data, words):
    with pytest.raises(UnreadableFile, match=words):
        list(read_records(data))


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(ocds_files, "MAX_UNPACKED", 10_000)
    with pytest.raises(UnreadableFile, match="too large when unpacked"):
        list(read_records(gzip.compress(b" " * 1_000_000)))


def test_too_many_records_are_refused(monkeypatch):
    monkeypatch.setattr(ocds_files, "MAX_RECORDS", 2)
    with pytest.raises(UnreadableFile, match="more than 2 records"):
        list(read_records(b'{"a": 1}\n' * 3))


def test_a_limit_stops_early():
    assert len(list(read_records(b'{"a": 1}\n' * 30, limit=4))) == 4


def test_control_characters_and_odd_types_do_no_harm():
    (values,) = read(
        package(
            release(
                tender={"title": "Bell\x00\x07\ud800 end", "items": "no"}, awards={}, tag="award"
            )
        )
    )
    assert values.title == "Bell    end"
