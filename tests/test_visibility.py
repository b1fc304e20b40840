"""What is hidden stays hidden: planted words are looked for wherever a stranger may go.

Words, values and dates that stand nowhere else are planted in sealed records, in drafts, in
records for members, in the commercial fields of public ones and in what two boroughs told each
other. Then every route of the policy table is asked, whatever its method, with every link on its
pages and every search form asked for the very words, as each kind of stranger. A new route is asked
by itself.
"""

import difflib
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from community.digest import build_digests
from needs import matching
from needs.models import CalendarAddress
from tests import factories, planting
from tests.access_policy import POLICY
from tests.community.test_digest import this_week
from tests.visitors import visitor
from tests.walking import Undo, addresses
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seen_already")]

STRANGERS = ("anonymous", "outsider", "pending_officer", "former_officer")
OTHER_BOROUGH = ("other_officer", "other_cio", "moderator_without_second_factor")
# What each kind of reader may not find anywhere.
NOTHING_OF_OTHERS = [*planting.SEALED, *planting.DRAFT, *planting.BETWEEN_TWO, *planting.REASONS]
HIDDEN_FROM = {
    **dict.fromkeys(STRANGERS, [*NOTHING_OF_OTHERS, *planting.TERMS, *planting.MEMBERS_ONLY]),
    **dict.fromkeys(OTHER_BOROUGH, NOTHING_OF_OTHERS),
    # Moderators read sealed records that wait for them, but no drafts and no conversations.
    "moderator": [*planting.DRAFT, *planting.BETWEEN_TWO],
}
SEARCHES = ["/needs?q={word}&sort=match", "/needs.csv?q={word}", "/needs.atom?q={word}",
            "/notices?q={word}&buyers=all", "/overlap?supplier={word}",
            "/overlap/timeline?supplier={word}&format=csv", "/categories?q={word}"]  # fmt: skip
LISTS = ["/boroughs/camden", "/categories/planted", "/needs?borough=camden", "/overlap/planted",
         "/needs?capability=planted&sort=starting", "/overlap?format=csv",
         "/overlap/planted?format=pdf",
         "/overlap/matrix?format=csv", "/overlap?borough=brent&other=camden",
         "/my-borough/contracts/export.xlsx", "/needs?after=zz&value=never"]  # fmt: skip
# What differs between two readings of the same page and tells nothing.
PASSING = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'name="token" value="[^"]+"'),  # makes a form sent twice one need
    re.compile(rb"<updated>[^<]+</updated>"),  # of a feed: when it was asked for
    re.compile(rb"Expires: [^\n]+"),  # of security.txt: counted from now
]
TELLS_NOTHING = {"X-Request-ID"}  # random, one for each request


@pytest.fixture
def other_cio(brent):
    return visitor(factories.MembershipFactory(borough=brent, cio=True).user)


@pytest.fixture
def ealing(db):
    return factories.BoroughFactory(slug="ealing", short_name="Ealing")


@pytest.fixture
def planted(world: World, camden, brent, ealing):
    """Brent reads; what is planted is Camden's, and Ealing's."""
    planting.readers_own(brent)
    planting.seal(camden)
    planting.for_members(camden)
    planting.draft(camden)
    planting.between_two(camden, ealing)
    return planting.public_with_terms(camden)


@pytest.fixture(autouse=True)
def own_calendar(request, world):
    """A calendar's address is its person's alone: here it is the reader's own."""
    who = getattr(request.node, "callspec", None) and request.node.callspec.params.get("who")
    reader = request.getfixturevalue(who or "other_officer")
    user = reader.user or factories.UserFactory()
    world.records["calendar_token"] = CalendarAddress.renew(user).token


def everywhere(world: World, words: list[str] = ()) -> list[str]:
    """The address of every route, lists under filters, and searches for each planted word."""
    searches = [
        search.format(word=word) for search in SEARCHES for word in words if " " not in word
    ]
    return [*addresses(world).values(), *LISTS, *searches, "/sitemap.xml", "/no-such-page"]


def crawl(reader, urls: list[str], words: list[str], *, onward=True):
    """Each address that answers with planted words other than those it was asked for, and which.

    Pages found on the way are read too, one of each shape, unless told not to go `onward`.
    """
    waiting, seen = list(urls), {planting.shape(url) for url in urls}
    while waiting:
        url = waiting.pop()
        response = reader.get(url)
        said = planting.text_of(response, planting.whole_body(response))
        if hit := {word for word in words if word in said and word not in url}:
            yield url, hit
        if onward and response.headers.get("Content-Type", "").startswith("text/html"):
            for link in planting.onward(said, url, words[:2]):
                if (shape := planting.shape(link)) not in seen:
                    seen.add(shape)
                    waiting.append(link)


def leaks(reader, urls: list[str], words: list[str], *, onward=True) -> dict[str, set[str]]:
    return dict(crawl(reader, urls, words, onward=onward))


@pytest.mark.parametrize("who", HIDDEN_FROM)
def test_no_page_file_or_feed_holds_what_is_hidden(who, request, world, planted):
    words = HIDDEN_FROM[who]
    searched = [words[0], planting.SEALED_CONTRACT[0]]
    reader = request.getfixturevalue(who)
    onward = who not in ("pending_officer", "former_officer")  # who see what an outsider sees
    assert leaks(reader, everywhere(world, searched), words, onward=onward) == {}


@pytest.mark.parametrize("who", HIDDEN_FROM)
def test_no_verb_answers_with_what_is_hidden(who, request, world, planted):
    """Every route is sent a form, complete with the very words."""
    words = HIDDEN_FROM[who]
    reader, told = request.getfixturevalue(who), {}
    data = {"q": words[0], "title": "Another", "message": "Hello", "reason_kind": "purpose"}
    for name, url in addresses(world).items():
        with Undo():
            response = reader.post(url, data)
            said = planting.text_of(response, planting.whole_body(response))
        if hit := {word for word in words if word in said and word != words[0]}:
            told[name] = hit
    assert told == {}


@pytest.mark.parametrize("who", [who for who in HIDDEN_FROM if who != "anonymous"])
def test_no_digest_holds_what_is_hidden(who, request, planted):
    user = request.getfixturevalue(who).user
    factories.FollowFactory(user=user, capability=planting.capability())
    said = repr(build_digests([user], this_week())[user.pk])
    assert {word for word in HIDDEN_FROM[who] if word in said} == set()


def test_the_crawl_would_see_a_leak(officer, other_officer, world, planted):
    """The same crawl finds the words where they may be read: it is not blind."""
    sealed = ["Zyxsealedtitle", "Qvxsealedcontract"]
    own = leaks(officer, ["/needs", "/my-borough/contracts/export.xlsx"], sealed, onward=False)
    assert own["/needs"] == {"Zyxsealedtitle"}
    assert own["/my-borough/contracts/export.xlsx"] == {"Qvxsealedcontract"}
    members = leaks(other_officer, ["/needs"], ["Kbxmemberstitle"], onward=False)
    assert members == {"/needs": {"Kbxmemberstitle"}}
    linked = crawl(other_officer, ["/needs?q=Kbxmemberstitle"], ["Kbxmembersproblem"])
    assert next(linked, None), "links are followed to where the word stands"


def pdf_text(reader, need) -> str:
    """The specification as this person downloads it, after it was made."""
    address = reverse("needs:specification", args=[need.reference])
    reader.post(address)
    call_command("render_specifications")
    response = reader.get(f"{address}.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    return planting.text_of(response, planting.whole_body(response))


def test_no_pdf_holds_what_is_hidden(anonymous, officer, other_officer, camden, brent, planted):
    [need, _] = planted
    [_, own] = planting.readers_own(brent)
    said = {
        "anonymous": pdf_text(anonymous, need),
        "other_officer": pdf_text(other_officer, need) + pdf_text(other_officer, own),
    }
    for who, text in said.items():
        assert {word for word in HIDDEN_FROM[who] if word in text} == set()
    assert "Wjxincumbent" in said["other_officer"], "a PDF's words are read"


def readings(reader, urls: list[str]) -> dict[str, tuple]:
    """Everything each address answers with, without what passes."""
    told = {}
    for url in urls:
        response = reader.get(url)
        body = planting.lasting_body(response)
        for passing in PASSING:
            body = passing.sub(b"", body)
        headers = {k: v for k, v in response.headers.items() if k not in TELLS_NOTHING}
        if "spreadsheetml" in headers.get("Content-Type", ""):
            headers.pop("Content-Length", None)  # packed with the moment it was written
        told[url] = (response.status_code, headers, sorted(response.cookies), body)
    return told


def read_by_all(world: World) -> list[str]:
    """Every address that is read, and searches for what is planted."""
    verbs = {reverse(n, kwargs=r.kwargs(world)) for n, r in POLICY.items() if r.method != "GET"}
    return [url for url in everywhere(world, ["Zyxsealedtitle"]) if url not in verbs]


def differing(one: dict, other: dict) -> dict[str, list]:
    """Address to what differs in its answer: status, headers and cookies, and lines."""
    told = {}
    for url, answer in one.items():
        if answer != other[url]:
            *here, body = answer
            *there, later = other[url]
            lines = difflib.diff_bytes(
                difflib.unified_diff, body.splitlines(), later.splitlines(), n=0, lineterm=b""
            )
            heads = [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]]
            told[url] = [*heads, *(line[:300] for line in lines)]
    return told


EVERYBODY = (*STRANGERS, *OTHER_BOROUGH)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_sealed_record_changes_no_byte_that_others_read(who, request, world, camden, brent):
    """But, where its owner may be asked, the hint for the people of the borough that is alike.

    Everything is read beside sealed records of both kinds at once: those whose owner may be asked
    change, of what all read, nothing but that hint, and it alone is looked for without them.
    """
    planting.public_with_terms(camden)
    own = [record.get_absolute_url() for record in planting.readers_own(brent)]
    reader = request.getfixturevalue(who)
    urls = [*read_by_all(world), *own]
    matching.rebuild()
    before = readings(reader, urls)
    sealed = planting.seal(camden)
    matching.rebuild()
    assert differing(readings(reader, own), before) == {}
    sealed += planting.seal(camden, may_be_asked=True)
    changed = differing(before, readings(reader, urls))
    hinted = set(own) if who in ("other_officer", "other_cio") else set()
    assert {url: what for url, what in changed.items() if url not in hinted} == {}
    if hinted:
        assert b"A borough has something like this." in readings(reader, own)[own[1]][3]
    if who == "other_officer":
        leave_no_byte_behind(sealed, reader, before)


def leave_no_byte_behind(sealed: list, reader, before: dict) -> None:
    """Once sealed records are gone, everything reads as before they came."""
    for record in sealed:
        record.delete()
    assert differing(before, readings(reader, list(before))) == {}


def test_a_crowd_of_sealed_records_pushes_nothing_out(other_officer, camden, brent, ealing):
    """However many sealed records are more alike, what may be seen is seen as before."""
    [contract, need] = planting.readers_own(brent)
    planting.for_members(ealing)
    urls = ["/overlap/planted", contract.get_absolute_url(), need.get_absolute_url(), "/dashboard"]
    matching.rebuild()
    before = readings(other_officer, urls)
    assert b"/overlap/pairs/" in before["/overlap/planted"][3]
    for _ in range(25):
        for record in (contract, need):
            crowd = factories.ContractFactory(
                borough=camden, sealed=True, title=record.title, capability=planting.capability()
            )
            matching.rematch(crowd)
    matching.rebuild()
    assert differing(before, readings(other_officer, urls)) == {}
