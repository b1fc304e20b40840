"""A specification of nine pages against bare WeasyPrint on the same text; its second request."""

import re

import weasyprint
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from benchmarks.list_page import caller
from benchmarks.measure import Row, medians, milliseconds, times
from members.models import Borough, User
from needs.models import Capability, Need, NeedTerms, SpecificationPdf
from needs.specification import PUBLIC, as_html, describe
from needs.specification_files import order_file, render
from procurement_portal.lib.pdf import render_pdf

SENTENCE = (
    "Officers who visit tenants at home must see rents, repairs and notes on one screen, enter "
    "what was agreed while the tenant is there, and be sure that it is kept when there is no "
    "signal. "
)
# As little style as a document with the same parts can have: page numbers and a contents list.
PLAIN = """<style>
@page { size: A4; margin: 20mm; @bottom-right { content: counter(page) ' of ' counter(pages) } }
body { font: 11pt/1.4 'Liberation Sans' }
.contents a::after { content: leader('.') target-counter(attr(href), page) }
</style>"""


def long_need() -> Need:
    text = "\n\n".join(SENTENCE * 7 for _ in range(3))[:4000]
    need = Need.objects.create(
        reference="NEED-BENCHPF",
        borough=Borough.objects.first(),
        capability=Capability.objects.first(),
        owner=User.objects.create_user("pdf@example.org"),
        title="A specification of some length",
        **dict.fromkeys(
            ("problem", "users", "outcome", "must_haves", "constraints", "data_and_apis"), text
        ),
        status=Need.Status.PUBLISHED,
        visibility="public",
        published_at=timezone.now(),
    )
    NeedTerms.objects.create(need=need)
    return need


def run() -> list[Row]:
    need = long_need()
    specification = describe(need, PUBLIC)
    html = as_html(specification)
    bare = PLAIN + re.sub(r"<style>.*?</style>", "", html, flags=re.S)
    pages = render_pdf(html).pages
    bare_pages = len(weasyprint.HTML(string=bare).render().pages)
    spent = medians(
        5,
        ours=lambda: render_pdf(as_html(specification)),
        bare=lambda: weasyprint.HTML(string=bare).write_pdf(),
    )
    ours, anchor = spent["ours"] / pages, spent["bare"] / bare_pages
    rows = [
        Row(
            f"Specification PDF of {pages} pages, tagged PDF/UA-1, CPU a page",
            milliseconds(ours),
            f"{milliseconds(anchor)} bare WeasyPrint, same text, {bare_pages} pages",
            times(ours, anchor),
            "≤ 1.15×",
        ),
        Row(
            "The whole file, CPU",
            milliseconds(spent["ours"]),
            f"{milliseconds(spent['bare'])} bare WeasyPrint, same text",
            times(spent["ours"], spent["bare"]),
            "≤ 1.15×",
        ),
    ]
    return rows + second_request(need, specification)


def second_request(need, specification) -> list[Row]:
    file = order_file(need, specification)
    render(file.pk)
    application = get_wsgi_application()
    path = f"/needs/{need.reference}/specification.pdf"
    spent = medians(40, again=caller(application, path), hello=caller(application, "/health/live"))
    made = SpecificationPdf.objects.filter(need=need).count()
    return [
        Row(
            f"The same PDF asked for 41 times: rendered {made} time, CPU a request",
            milliseconds(spent["again"]),
            f"{milliseconds(spent['hello'])} hello-world, same stack",
            times(spent["again"], spent["hello"]),
            "rendered once",
        )
    ]
