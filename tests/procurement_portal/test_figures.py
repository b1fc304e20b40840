"""Every figure leads to its rows: the page it links to counts the same."""

import re

import pytest

from needs.models import Need
from tests.factories import (
    CapabilityFactory,
    CaseStudyFactory,
    ContractFactory,
    NeedFactory,
    PublishedNoticeFactory,
    TechnologyClassFactory,
    days,
)

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
FIGURE = re.compile(r"^(?:All )?([\d,]+)(?: of 33)? \w")
HEADING = re.compile(r"^(?:more than )?([\d,]+)(?: of \d+)? (?:needs?|notices?|boroughs|case stud)")
PAGES = ("/", "/boroughs/camden", "/boroughs/brent", "/categories/housing", "/categories/repairs")
STATUSES = (Need.Status.PUBLISHED, Need.Status.PROCURING, Need.Status.STALE, Need.Status.AWARDED)


def plain(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def figures(page: str) -> dict[str, int]:
    """Address to number of every link on a page that begins with a number."""
    found = {}
    for href, inside in LINK.findall(page.split("<main")[1]):
        number = FIGURE.match(plain(inside))
        if number:
            found[href.replace("&amp;", "&")] = int(number[1].replace(",", ""))
    return found


def counted(page: str) -> int:
    """What the heading or first sentence of a page says it lists."""
    said = [
        plain(part) for part in re.findall(r"<(?:h2|p)\b[^>]*>(.*?)</(?:h2|p)>", page, re.DOTALL)
    ]
    number = next(found for text in said if (found := HEADING.match(text)))
    return int(number[1].replace(",", ""))


@pytest.fixture
def shared(camden, brent):
    """Needs of every status and visibility, and contracts, in a category and its child."""
    housing = CapabilityFactory(slug="housing", name="Housing")
    repairs = CapabilityFactory(slug="repairs", name="Repairs", parent=housing)
    for borough, capability in ((camden, housing), (camden, repairs), (brent, repairs)):
        for status in STATUSES:
            for visible in ("public", "members", "sealed"):
                NeedFactory(
                    published=True,
                    borough=borough,
                    capability=capability,
                    status=status,
                    visibility=visible,
                )
        ContractFactory(borough=borough, capability=capability, public=True)
        ContractFactory(borough=borough, capability=capability, public=True, end=days(-9))
    NeedFactory(borough=camden, submitted=True, public=True)
    PublishedNoticeFactory(borough=camden)
    falls = TechnologyClassFactory(capability_slug=repairs.slug)
    CaseStudyFactory(borough=camden, technology_class=falls)
    CaseStudyFactory(borough=camden, technology_class=falls, draft=True)


@pytest.mark.parametrize("who", ["anonymous", "other_officer", "at_lead", "moderator"])
def test_every_figure_leads_to_as_many_rows(who, shared, request):
    visitor = request.getfixturevalue(who)
    followed = 0
    for address in PAGES:
        for href, number in figures(visitor.read(address)).items():
            assert (href, counted(visitor.read(href))) == (href, number), address
            followed += 1
    assert followed >= 8


ROW = re.compile(
    r'<th[^>]*><a class="govuk-link" href="(/(?:boroughs|categories)/[^"]+)">[^<]*</a></th>\s*'
    r"<td[^>]*>(\d+)</td>\s*<td[^>]*>(\d+)</td>"
)


@pytest.mark.parametrize("who", ["anonymous", "other_officer", "at_lead"])
@pytest.mark.parametrize("listing", ["/boroughs", "/categories"])
def test_the_numbers_of_a_table_are_those_of_the_pages_it_leads_to(listing, who, shared, request):
    visitor = request.getfixturevalue(who)
    rows = ROW.findall(visitor.read(listing))
    assert len(rows) >= 2
    for href, needs, contracts in rows:
        page = visitor.read(href)
        own = [number for link, number in figures(page).items() if link.startswith("/needs?")]
        assert own == ([int(needs)] if needs != "0" else []), href
        said = re.search(r"(\d+) contracts? not yet ended", page)
        assert (said[1] if said else "0") == contracts, href


def test_needs_to_be_confirmed_again_are_listed_apart(anonymous, shared):
    everything = counted(anonymous.read("/needs"))
    on_time = counted(anonymous.read("/needs?confirmed=on-time"))
    late = counted(anonymous.read("/needs?confirmed=late"))
    assert (everything, on_time, late) == (9, 6, 3)
