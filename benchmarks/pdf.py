"""A specification of nine pages against bare WeasyPrint on the same text; its second request."""

import weasyprint
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from weasyprint.text.fonts import FontConfiguration

from benchmarks.hello import HELLO
from benchmarks.list_page import caller
from benchmarks.measure import Row, medians, milliseconds, times
from members.models import Borough, User
from needs.models import Capability, Need, NeedTerms, SpecificationPdf
from needs.specification import PUBLIC, as_html, describe
from needs.specification_files import order_file, render
from procurement_portal.lib.pdf import FACES, FONTS, render_pdf

SENTENCE = (
    "Officers who visit tenants at home must see rents, repairs and notes on one screen, enter "
    "what was agreed while the tenant is there, and be sure that it is kept when there is no "
    "signal. "
)
POINT = "It must show rents, repairs and notes on one screen, signal or not.\n"
# As little style as a document with the same parts can have, on pages of the same size in the same
# fonts, read once: page numbers and a contents list with them. No tags, colours, lines or header.
FONT = "".join(
    f"@font-face{{font-family:'Bare Sans';font-weight:{weight};src:url({(FONTS / name).as_uri()})}}"
    for weight, name in FACES.items()
)
PLAIN = """
@page { size: A4; margin: 24mm 20mm 22mm;
  @bottom-left { content: counter(page) ' of ' counter(pages) } }
body { font: 10.5pt/1.5 'Bare Sans' }
.contents { break-after: page }
.contents a::after { content: ' ' target-counter(attr(href), page) }
"""


def long_need() -> Need:
    text = "\n\n".join(SENTENCE * 7 for _ in range(3))[:4000]
    need = Need.objects.create(
        reference="NEED-BENCHPF",
        borough=Borough.objects.first(),
        capability=Capability.objects.first(),
        owner=User.objects.create_user("pdf@example.org"),
        title="A specification of some length",
        **dict.fromkeys(("problem", "users", "outcome"), text),
        **dict.fromkeys(("must_haves", "constraints", "data_and_apis"), POINT * 50),
        status=Need.Status.PUBLISHED,
        visibility="public",
        published_at=timezone.now(),
    )
    NeedTerms.objects.create(need=need)
    return need


def bare_renderer(html: str):
    """What lays out the same document with WeasyPrint alone, and says how many pages it took."""
    fonts = FontConfiguration()
    faces = weasyprint.CSS(string=FONT, font_config=fonts)

    def render() -> int:
        plain = [faces, weasyprint.CSS(string=PLAIN, font_config=fonts)]
        document = weasyprint.HTML(string=html).render(stylesheets=plain, font_config=fonts)
        document.write_pdf()
        return len(document.pages)

    return render


def run() -> list[Row]:
    need = long_need()
    specification = describe(need, PUBLIC)
    bare = bare_renderer(as_html(specification))
    pages, bare_pages = render_pdf(as_html(specification)).pages, bare()
    spent = medians(15, ours=lambda: render_pdf(as_html(specification)), bare=bare)
    if pages != bare_pages:
        raise RuntimeError(f"{pages} pages are no measure of {bare_pages}")
    rows = [
        Row(
            f"Specification PDF of {pages} pages, tagged PDF/UA-1, CPU",
            milliseconds(spent["ours"]),
            f"{milliseconds(spent['bare'])} bare WeasyPrint, same text, fonts and pages, untagged",
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
    spent = medians(40, again=caller(application, path), hello=caller(application, HELLO))
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
