"""The list of needs page by page: every row once, there and back, whatever arrives meanwhile."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from needs.models import Need
from tests.needs.listing import publish, titles

pytestmark = pytest.mark.django_db


def moment(minute: int) -> datetime:
    return datetime(2026, 6, 1, 12, 0, tzinfo=UTC) + timedelta(minutes=minute)


def walk(visitor, url: str, rel: str = "next") -> list[list[str]]:
    """Pages from `url` on, following the link of that kind."""
    pages = []
    while url:
        page = visitor.read(url)
        pages.append(titles(page))
        link = re.search(rf'href="([^"]+)" rel="{rel}"', page)
        url = link.group(1).replace("&amp;", "&") if link else ""
    return pages


@pytest.mark.parametrize("sort", ["newest", "starting", "match"])
def test_pages_hold_every_row_once(anonymous, sort, brent):
    for n in range(45):
        publish(title=f"Permits {n:02}", borough=brent, published_at=moment(n % 7))
    pages = walk(anonymous, f"/needs?q=permits&sort={sort}")
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in page}) == 45


def test_the_way_back_shows_the_same_pages(anonymous, brent):
    for n in range(45):
        publish(title=f"Need {n:02}", borough=brent, published_at=moment(n))
    first, second, third = walk(anonymous, "/needs")
    last = anonymous.read("/needs")
    for _ in range(2):
        url = re.search(r'href="([^"]+)" rel="next"', last).group(1).replace("&amp;", "&")
        last = anonymous.read(url)
    assert walk(anonymous, url, "prev") == [third, second, first]


def test_what_arrives_meanwhile_moves_no_page(anonymous, brent):
    for n in range(25):
        publish(title=f"Need {n:02}", borough=brent, published_at=moment(n))
    page = anonymous.read("/needs")
    url = re.search(r'href="([^"]+)" rel="next"', page).group(1).replace("&amp;", "&")
    publish(title="Newcomer", borough=brent, published_at=moment(100))
    assert titles(anonymous.read(url)) == [f"Need {n:02}" for n in range(4, -1, -1)]


def test_a_count_past_a_thousand_is_not_exact(anonymous, brent):
    base = publish(borough=brent)
    Need.objects.bulk_create(
        Need(
            borough=brent,
            title=f"Need {n}",
            status="published",
            visibility="public",
            published_at=base.published_at,
        )
        for n in range(1_005)
    )
    assert "more than 1,000 needs" in anonymous.read("/needs")
