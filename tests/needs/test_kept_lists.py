"""Lists kept under a stamp: right again after any commit, and never shared between audiences."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from needs.models import Need
from tests.factories import InterestFactory, NeedFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def pages_are_kept(settings, django_db_serialized_rollback):
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"},
    }
    with connection.cursor() as cursor:  # emptied with the tables after each test that commits
        cursor.execute("delete from needs_liststamp")
        cursor.execute("insert into needs_liststamp (transaction) values (0)")
    yield
    caches["pages"].clear()


@pytest.fixture
def need(brent):
    return NeedFactory(borough=brent, published=True, public=True, title="Permits on a phone")


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_unchanged_list_is_made_once(anonymous, need):
    anonymous.read("/needs")
    with CaptureQueriesContext(connection) as asked:
        assert need.title in anonymous.read("/needs")
    assert len(asked) == 1, "only the stamp is read"


@pytest.mark.parametrize(
    ("change", "there"),
    [
        ("update needs_need set visibility = 'sealed'", False),
        ("update needs_need set visibility = 'members'", False),
        ("update needs_need set status = 'withdrawn'", False),
        ("update needs_need set title = 'Permits by post'", False),
        ("delete from needs_need", False),
    ],
    ids=["sealed", "members only", "withdrawn", "renamed", "deleted"],
)
def test_a_change_by_anybody_is_seen_at_once(anonymous, need, change, there):
    assert need.title in anonymous.read("/needs")
    sql(change)
    assert (need.title in anonymous.read("/needs")) is there


def test_a_change_rolled_back_changes_nothing(anonymous, need):
    before = anonymous.get("/needs")["ETag"]
    sql("begin")
    sql("update needs_need set title = 'Never'")
    sql("rollback")
    assert anonymous.get("/needs")["ETag"] == before


def test_another_borough_joining_is_seen(anonymous, need):
    assert "1 borough" not in anonymous.read("/needs")
    InterestFactory(need=need)
    assert "1 borough" in anonymous.read("/needs")


def test_audiences_never_share(anonymous, officer, other_officer, outsider, camden):
    own = NeedFactory(borough=camden, published=True, sealed=True, title="Ours alone")
    shared = NeedFactory(borough=camden, published=True, title="For members")
    assert own.title in officer.read("/needs")
    assert own.title not in other_officer.read("/needs")
    assert shared.title in other_officer.read("/needs")
    for stranger in (outsider, anonymous):
        assert shared.title not in stranger.read("/needs")
    assert Need.objects.count() == 2
