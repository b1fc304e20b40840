"""Hostile Markdown as a page: the slowest text that is accepted, against prose of that length."""

from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from markdown_it import MarkdownIt

from benchmarks.list_page import caller
from benchmarks.measure import Row, medians, milliseconds, times
from guidance.models import Guide, GuideVersion
from procurement_portal.lib.markdown import MAX_CHARACTERS, MAX_LINE, render

LINES = MAX_CHARACTERS // MAX_LINE
HOSTILE = {
    "brackets": ("[" * (MAX_LINE - 10) + "\n") * LINES,
    "half links": ("[a](" * (MAX_LINE // 4 - 10) + "\n") * LINES,
    "stars": ("*a_ " * (MAX_LINE // 4 - 10) + "\n\n") * LINES,
    "back ticks": ("`" + "a``" * (MAX_LINE // 4 - 10) + "\n") * LINES,
    "less than": ("<a" * (MAX_LINE // 2 - 10) + "\n") * LINES,
    "pictures": ("![" * (MAX_LINE // 2 - 10) + "\n") * LINES,
}
PROSE = ("A plain paragraph about how a borough talks to its market. " * 60 + "\n\n") * 8
PROSE = PROSE[:MAX_CHARACTERS]
ROUNDS = 5


def published(body: str, slug: str) -> Guide:
    now = timezone.now()
    guide = Guide.objects.create(slug=slug, stage="strategy")
    version = GuideVersion(
        guide=guide,
        number=1,
        title=slug,
        summary="For measuring.",
        body=body,
        change_note="First.",
        status=GuideVersion.Status.PUBLISHED,
        published_at=now,
    )
    version.save()
    guide.published_version = version
    guide.set_confirmed(None)
    guide.save()
    return guide


def save(text: str) -> None:
    """What saving makes of a text: a form judges it, and the version keeps what readers see."""
    render.cache_clear()
    render(text, pictures=True)
    render(text, pictures=True)


def run() -> list[Row]:
    bare = MarkdownIt("commonmark", {"html": False}).enable("table")
    spent = medians(
        ROUNDS, **{name: lambda text=text: save(text) for name, text in HOSTILE.items()}
    )
    slowest = max(spent, key=spent.get)
    text = HOSTILE[slowest]
    write = medians(ROUNDS, ours=lambda: save(text), bare=lambda: bare.render(text))
    application = get_wsgi_application()
    pages = {
        name: published(body, f"bench-{name}")
        for name, body in (("hostile", text), ("prose", PROSE))
    }
    read = medians(
        ROUNDS,
        **{name: caller(application, guide.get_absolute_url()) for name, guide in pages.items()},
    )
    return [
        Row(
            f"hostile Markdown ({slowest}, {MAX_CHARACTERS:,} characters) saved, CPU",
            milliseconds(write["ours"]),
            f"bare markdown-it {milliseconds(write['bare'])}",
            times(write["ours"], write["bare"]),
            "under 1 s",
        ),
        Row(
            "the page of that text read, CPU",
            milliseconds(read["hostile"]),
            f"a page of prose as long {milliseconds(read['prose'])}",
            times(read["hostile"], read["prose"]),
            "under 1 s",
        ),
    ]
