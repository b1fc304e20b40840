"""Words, values and dates that stand nowhere else, in what outsiders may not read."""

import datetime
import io
import re
import zipfile

import pypdf

from needs import matching
from needs.models import Judgement, Overlap, Supplier
from needs.models.record_pair import overlap_key, pair_key
from tests import factories
from tests.page_forms import read

SEALED_NEED = ["Zyxsealedtitle", "Zyxsealedproblem", "Zyxsealeduser", "Zyxsealedmust",
               "3 May 2033", "2033-05-03"]  # fmt: skip
SEALED_CONTRACT = ["Qvxsealedcontract", "Qvxsealedproduct", "Qvxsealedsupplier", "Qvxsealeddept",
                   "9 June 2034", "2034-06-09", "771,413", "77141300"]  # fmt: skip
TERMS = ["Wjxincumbent", "Wjxproduct", "913,577", "91357700", "17 March 2031", "2031-03-17"]
MEMBERS_ONLY = ["Kbxmemberstitle", "Kbxmembersproblem", "Kbxmemberscontract", "Kbxmemberssupplier"]
DRAFT = ["Jqxdrafttitle", "Jqxdraftproblem"]
BETWEEN_TWO = ["Vfxmessage", "Vfxanswer"]
REASONS = ["Pgxreason"]
SEALED = [*SEALED_NEED, *SEALED_CONTRACT]
CATEGORY = "Planted category"


def capability():
    return factories.CapabilityFactory(slug="planted", name=CATEGORY)


def sealed_supplier() -> Supplier:
    """The supplier of sealed contracts, who stays when they are gone."""
    name = "Qvxsealedsupplier Ltd"
    return Supplier.objects.filter(name=name).first() or factories.SupplierFactory(name=name)


def seal(borough, **choices) -> list:
    """A sealed need and contract, compared with everything as they would be."""
    need = factories.NeedFactory(
        borough=borough,
        published=True,
        sealed=True,
        title="Zyxsealedtitle system",
        problem="Zyxsealedproblem",
        users="Zyxsealeduser",
        must_haves="Zyxsealedmust",
        latest_start=datetime.date(2033, 5, 3),
        capability=capability(),
        **choices,
    )
    contract = factories.ContractTermsFactory(
        contract__borough=borough,
        contract__sealed=True,
        contract__title="Qvxsealedcontract for a planted system",
        contract__product="Qvxsealedproduct",
        contract__department="Qvxsealeddept",
        contract__end=datetime.date(2034, 6, 9),
        contract__supplier=sealed_supplier(),
        contract__capability=capability(),
        value_pence=77_141_300,
        **{f"contract__{name}": value for name, value in choices.items()},
    ).contract
    for record in (contract, need):
        matching.rematch(record)
    return [contract, need]


def readers_own(borough) -> list:
    """What a reader's own borough shares: alike to what others seal, and long at rest."""
    contract = factories.ContractFactory(
        borough=borough, capability=capability(), title="A planted system", settled=True
    )
    need = factories.NeedFactory(
        borough=borough,
        capability=capability(),
        title="Planted category system",
        published=True,
        reviewed_version=1,
    )
    for record in (contract, need):
        matching.rematch(record)
    return [contract, need]


def for_members(borough) -> list:
    need = factories.NeedFactory(
        borough=borough,
        published=True,
        title="Kbxmemberstitle",
        problem="Kbxmembersproblem",
        capability=capability(),
    )
    contract = factories.ContractFactory(
        borough=borough,
        title="Kbxmemberscontract",
        supplier=factories.SupplierFactory(name="Kbxmemberssupplier Ltd"),
        capability=capability(),
    )
    for record in (contract, need):
        matching.rematch(record)
    return [contract, need]


def draft(borough):
    return factories.NeedFactory(borough=borough, title="Jqxdrafttitle", problem="Jqxdraftproblem")


def between_two(borough, other) -> None:
    """A question about a sealed record, answered; and what one borough said of a pair."""
    mine = factories.ContractFactory(borough=borough, capability=capability())
    theirs = factories.NeedFactory(borough=other, sealed=True, published=True)
    request = factories.ConnectRequestFactory(contract_a=mine, need_b=theirs, message="Vfxmessage")
    request.refuse(by=None, answer="Vfxanswer")
    shared = factories.NeedFactory(borough=other, published=True, capability=capability())
    for record in (mine, shared):
        matching.rematch(record)
    key = pair_key(mine.reference, shared.reference)
    pair = Overlap.objects.annotate(pair_key=overlap_key()).get(pair_key=key)
    judgement = Judgement.of(pair, borough.gss)
    judgement.dismiss(by=None, pair=pair, reason_kind="other", words="Pgxreason")


def public_with_terms(borough):
    """A public need and contract whose commercial side holds the secrets."""
    day = datetime.date(2031, 3, 17)
    terms = factories.NeedTermsFactory(
        need__borough=borough,
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
        contract__borough=borough,
        contract__public=True,
        contract__title="Plainly public contract",
        contract__supplier=factories.SupplierFactory(name="Wjxincumbent Ltd"),
        contract__capability=capability(),
        value_pence=91_357_700,
    ).contract
    return terms.need, contract


# --- Reading what was answered, whatever its kind ---------------------------------------


def whole_body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(response, body: bytes) -> str:
    """Every word of an answer: of a PDF its text, of a workbook its sheets; headers included."""
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        said = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    elif "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            said = "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    else:
        said = body.decode(errors="replace")
    return f"{sorted(response.items())}\n{said}"


def lasting_body(response) -> bytes:
    """The body; of a workbook its sheets, for it carries the moment it was written."""
    body = whole_body(response)
    if "spreadsheetml" not in response.headers.get("Content-Type", ""):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        names = [name for name in book.namelist() if not name.startswith("docProps/")]
        return b"".join(book.read(name) for name in names)


NUMBER = re.compile(r"[A-Z]{3,4}-[0-9A-Z]{7}|\d+")


def shape(url: str) -> str:
    """An address without its numbers and values: two of one shape are one kind of page."""
    path, _, query = url.partition("?")
    names = sorted(pair.partition("=")[0] for pair in query.split("&"))
    return NUMBER.sub("0", path) + "?" + "&".join(names)


def onward(page: str, url: str, words: list[str]) -> list[str]:
    """Where a page leads: its own links, and its search forms asked for the planted words."""
    found = read(page, url)
    links = [href for href in found.links if href.startswith("/") and not href.startswith("//")]
    asked = [
        f"{form.action}?{name}={word}"
        for form in found.forms
        if form.method == "get"
        for name in form.text_names()
        for word in words
    ]
    return [link for link in [*links, *asked] if not link.startswith("/static/")]
