"""What is hidden stays hidden: planted words are looked for wherever a stranger may go.

Words, values and dates that stand nowhere else are planted in sealed records, in records for
members, and in the commercial fields of public ones. Then every route of the policy table is
read, with searches for the very words, as each kind of stranger.
"""

import datetime
import re

import pytest
from django.urls import reverse

from tests import factories
from tests.access_policy import POLICY
from tests.world import World

pytestmark = pytest.mark.django_db

SECRETS = {
    "sealed need": ["Zyxsealedtitle", "Zyxsealedproblem", "Zyxsealeduser", "Zyxsealedmust"],
    "sealed contract": ["Qvxsealedcontract", "Qvxsealedproduct", "Qvxsealedsupplier"],
    "terms": ["Wjxincumbent", "Wjxproduct", "913,577", "91357700", "17 March 2031", "2031-03-17"],
}
MEMBERS_ONLY = ["Kbxmemberstitle", "Kbxmembersproblem", "Kbxmemberscontract", "Kbxmemberssupplier"]
SEARCHES = [
    "/needs?q={word}",
    "/needs?q={word}&sort=match",
    "/needs.csv?q={word}",
    "/needs.atom?q={word}",
    "/notices?q={word}&buyers=all",
]
# What differs between two readings of the same page and tells nothing.
PASSING = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'name="token" value="[^"]+"'),  # makes a form sent twice one need
    re.compile(rb"<updated>[^<]+</updated>"),
]


@pytest.fixture
def planted(world: World, camden):
    """Brent reads; everything planted is Camden's. Returns the public records."""
    seal(camden)
    for_members(camden)
    return public_with_terms(camden)


def seal(camden) -> list:
    need = factories.NeedFactory(
        borough=camden,
        published=True,
        sealed=True,
        title="Zyxsealedtitle system",
        problem="Zyxsealedproblem",
        users="Zyxsealeduser",
        must_haves="Zyxsealedmust",
        capability=capability(),
    )
    contract = factories.ContractFactory(
        borough=camden,
        sealed=True,
        title="Qvxsealedcontract",
        product="Qvxsealedproduct",
        supplier=factories.SupplierFactory(name="Qvxsealedsupplier Ltd"),
        capability=capability(),
    )
    return [contract, need]


def capability():
    return factories.CapabilityFactory(slug="planted", name="Planted category")


def for_members(camden) -> None:
    factories.NeedFactory(
        borough=camden,
        published=True,
        title="Kbxmemberstitle",
        problem="Kbxmembersproblem",
        capability=capability(),
    )
    factories.ContractFactory(
        borough=camden,
        title="Kbxmemberscontract",
        supplier=factories.SupplierFactory(name="Kbxmemberssupplier Ltd"),
        capability=capability(),
    )


def public_with_terms(camden):
    """A public need and contract whose commercial side holds the secrets."""
    day = datetime.date(2031, 3, 17)
    terms = factories.NeedTermsFactory(
        need__borough=camden,
        need__published=True,
        need__public=True,
        need__title="Plainly public",
        need__capability=capability(),
        exact_value_pence=91_357_700,
        current_supplier="Wjxincumbent Ltd",
        current_product="Wjxproduct",
        contract_ends=day,
        annual_price_pence=91_357_700,
        notice_months=7,
    )
    contract = factories.ContractTermsFactory(
        contract__borough=camden,
        contract__public=True,
        contract__title="Plainly public contract",
        contract__supplier=factories.SupplierFactory(name="Wjxincumbent Ltd"),
        contract__capability=capability(),
        value_pence=91_357_700,
    ).contract
    return terms.need, contract


def pages(world: World, words: list[str]) -> list[str]:
    """Every GET route of the portal, and searches for each planted word."""
    urls = [
        reverse(name, kwargs=rule.kwargs(world))
        for name, rule in sorted(POLICY.items())
        if rule.method == "GET"
    ]
    urls += ["/boroughs/camden", "/categories/planted", "/needs?borough=camden"]
    urls += ["/needs?capability=planted&sort=starting", "/categories", "/sitemap.xml"]
    return urls + [search.format(word=word) for search in SEARCHES for word in words]


def found(content: bytes, words: list[str], url: str) -> set[str]:
    """Planted words in an answer, other than what the reader asked for."""
    text = content.decode(errors="replace")
    return {word for word in words if word in text and word not in url}


def leaks(visitor, urls: list[str], words: list[str]) -> dict[str, set[str]]:
    told = {}
    for url in urls:
        response = visitor.get(url)
        body = b"".join(response) if response.streaming else response.content
        headers = repr(sorted(response.items())).encode()
        if hit := found(body + headers, words, url):
            told[url] = hit
    return told


@pytest.mark.parametrize("who", ["anonymous", "outsider", "pending_officer", "former_officer"])
def test_strangers_find_nothing_that_was_planted(who, request, world, planted):
    words = [word for group in SECRETS.values() for word in group] + MEMBERS_ONLY
    visitor = request.getfixturevalue(who)
    assert leaks(visitor, pages(world, words), words) == {}


def test_another_borough_finds_nothing_that_is_sealed(other_officer, world, planted):
    words = SECRETS["sealed need"] + SECRETS["sealed contract"]
    assert leaks(other_officer, pages(world, words), words) == {}


def test_the_crawl_would_see_a_leak(officer, other_officer, world, planted):
    """The same crawl finds the words where they may be read: it is not blind."""
    own = leaks(officer, ["/needs", "/boroughs/camden"], SECRETS["sealed need"])
    assert own["/needs"] == {"Zyxsealedtitle"}
    assert leaks(other_officer, ["/needs"], MEMBERS_ONLY)["/needs"] == {"Kbxmemberstitle"}


def readings(visitor, urls: list[str]) -> dict[str, tuple]:
    """What each address answers, without what passes."""
    told = {}
    for url in urls:
        response = visitor.get(url)
        body = response.content
        for passing in PASSING:
            body = passing.sub(b"", body)
        told[url] = (response.status_code, response.headers.get("ETag"), body)
    return told


@pytest.mark.parametrize("who", ["anonymous", "outsider", "other_officer"])
def test_a_sealed_record_changes_no_byte_that_others_read(who, request, world, camden):
    public_with_terms(camden)
    visitor = request.getfixturevalue(who)
    words = ["Zyxsealedtitle", "Qvxsealedcontract"]
    urls = pages(world, words)
    readings(visitor, urls)  # the first visit of a session is noted
    before = readings(visitor, urls)
    sealed = seal(camden)
    during = readings(visitor, urls)
    assert [url for url in urls if before[url] != during[url]] == []
    for record in sealed:
        record.delete()
    after = readings(visitor, urls)
    assert [url for url in urls if before[url] != after[url]] == []


@pytest.mark.parametrize("who", ["anonymous", "outsider", "other_officer"])
def test_hidden_and_missing_answer_the_same_bytes(who, request, world):
    """For every route of a need or contract, a sealed one and one that never was."""
    visitor = request.getfixturevalue(who)
    sealed = world.sealed_need
    for name, rule in sorted(POLICY.items()):
        kwargs = rule.kwargs(world)
        if "reference" not in kwargs or not kwargs["reference"].startswith("NEED-"):
            continue
        answers = []
        for reference in (sealed.reference, f"{sealed.reference[:-5]}ZZZZZ"):
            url = reverse(name, kwargs={**kwargs, "reference": reference})
            response = visitor.client.generic(rule.method, url)
            body = response.content.replace(reference.encode(), b"")
            for passing in PASSING:
                body = passing.sub(b"", body)
            place = response.headers.get("Location", "").replace(reference, "")
            answers.append((response.status_code, place, body))
        assert answers[0] == answers[1], name
