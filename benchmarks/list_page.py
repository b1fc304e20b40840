"""The list of needs at 100,000 rows: CPU against a hello-world through the same stack."""

import datetime
import io
import random

from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.hello import HELLO
from benchmarks.measure import Row, medians, milliseconds, times
from members.models import Borough, Membership, User
from needs.models import Capability, Need, TenderGroup

WORDS = (
    *("housing", "parking", "payroll", "telecare", "network", "laptops", "archive", "repairs"),
    *("planning", "payments", "contact", "telephony", "library", "licensing", "waste"),
    *("fleet", "records", "cloud", "security", "sensors"),
)
BACKEND = "members.backends.MemberBackend"


def fill(count: int) -> None:
    """Published needs of every borough and capability, spread over three years."""
    boroughs = list(Borough.objects.values_list("pk", flat=True))
    capabilities = list(Capability.objects.values_list("pk", flat=True))
    chance = random.Random(count)
    now = timezone.now()

    def need(number: int) -> Need:
        title = " ".join(chance.sample(WORDS, 4))
        when = now - datetime.timedelta(minutes=chance.randrange(1_500_000))
        return Need(
            reference=f"NEED-{count % 97:02d}{number:05d}",
            borough_id=chance.choice(boroughs),
            capability_id=chance.choice(capabilities),
            tender_group=chance.choice(TenderGroup.values),
            title=title.capitalize(),
            problem=" ".join(chance.choices(WORDS, k=60)),
            status=Need.Status.PUBLISHED,
            visibility=chance.choice(["members", "public"]),
            published_at=when,
            earliest_start=when.date(),
            review_by=(now + datetime.timedelta(days=90)).date(),
            last_confirmed_on=when.date(),
        )

    for start in range(0, count, 5_000):
        Need.objects.bulk_create([need(n) for n in range(start, min(start + 5_000, count))])
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze needs_need")


def signed_in() -> Client:
    user = User.objects.create_user("bench@example.org", name="Bench")
    Membership.objects.create(
        user=user, borough=Borough.objects.first(), status=Membership.Status.ACTIVE
    )
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend=BACKEND)
    return client


def caller(application, path: str, query: str = "", cookie: str = ""):
    """A function that makes one request through the whole WSGI stack and reads the answer."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
    }

    def call():
        statuses = []
        body = application(
            {**environ, "wsgi.input": io.BytesIO()}, lambda status, headers: statuses.append(status)
        )
        size = sum(len(part) for part in body)
        body.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{path} answered {statuses[0]}")
        return size

    return call


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def after_a_change(page):
    """The page with nothing kept: as the first reader after a change gets it."""

    def call():
        caches["pages"].clear()
        return page()

    return call


def run() -> list[Row]:
    client = signed_in()
    fill(10_000)
    few = queries(client, "/needs"), queries(Client(SERVER_NAME="127.0.0.1"), "/needs")
    fill(90_000)
    many = queries(client, "/needs"), queries(Client(SERVER_NAME="127.0.0.1"), "/needs")
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    application = get_wsgi_application()
    filters = "tender_group=core_technologies&q=housing"
    pages = {
        "List of needs, signed out": ("/needs", "", ""),
        "List of needs, signed in": ("/needs", "", cookie),
        "List of needs, signed in, two filters": ("/needs", filters, cookie),
        "List of needs made anew, signed out": ("/needs", "q=housing", ""),
    }
    rows = []
    for what, (path, query, who) in pages.items():
        # The same visitor's hello-world: the same middleware, the same session and person.
        hello = caller(application, HELLO, cookie=who)
        page = caller(application, path, query, who)
        if "made anew" in what:
            page = after_a_change(page)
        spent = medians(80, page=page, hello=hello)
        rows.append(
            Row(
                f"{what}, 100,000 needs, CPU a request",
                milliseconds(spent["page"]),
                f"{milliseconds(spent['hello'])} hello-world, same stack and visitor",
                times(spent["page"], spent["hello"]),
                "≤ 6×" if "anew" not in what else "–",
            )
        )
    for who, before, after, bar in (
        ("signed in", few[0], many[0], 8),
        ("signed out", few[1], many[1], 8),
    ):
        rows.append(
            Row(
                f"Queries of the list page, {who}",
                f"{after} at 100,000 needs",
                f"{before} at 10,000",
                times(after, before),
                f"≤ {bar}, 1×",
            )
        )
    return rows
