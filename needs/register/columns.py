"""The columns a register may have, and the headings councils print over them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A column we understand: its heading in our template, a hint, and other names for it."""

    name: str
    label: str
    hint: str
    headings: tuple[str, ...]
    kind: str = "text"
    max_length: int = 200


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            "register_reference", "Contract reference",
            "Your own reference, the same from one register to the next",
            ("contract reference", "reference", "reference number", "contract reference number",
             "contract ref", "ref", "ref no", "contract number", "contract no", "contract id",
             "agreement reference", "unique reference", "unique reference number", "id",
             "contract code", "register reference", "identifier", "procurement reference"),
            max_length=80,
        ),
        Field(
            "title", "Title of agreement", "What the contract is for",
            ("title of agreement", "title", "contract title", "contract name", "agreement title",
             "title of contract", "name of contract", "contract", "agreement", "name",
             "contract agreement title", "project title", "procurement title", "contract summary"),
            max_length=300,
        ),
        Field(
            "description", "Description", "The goods or services, in a sentence or two",
            ("description", "contract description", "description of the goods and or services",
             "description of goods and services",
             "description of the goods and services being provided", "description of services",
             "goods and services", "details", "summary", "purpose", "contract details", "scope",
             "description of the goods and or services being provided"),
            max_length=5000,
        ),
        Field(
            "supplier", "Supplier name", "Who holds the contract",
            ("supplier name", "supplier", "contractor", "contractor name", "vendor",
             "vendor name", "provider", "provider name", "supplier name and details",
             "name of supplier", "company", "company name", "awarded supplier", "suppliers",
             "awarded to", "incumbent", "current supplier", "supplier s"),
        ),
        Field(
            "product", "System or product", "What the software or equipment is called",
            ("system or product", "system", "product", "software", "system name", "product name",
             "application", "application name", "software name", "solution", "product or system",
             "platform"),
        ),
        Field(
            "department", "Department responsible", "The team that owns it",
            ("department responsible", "department", "directorate", "service", "service area",
             "responsible department", "local authority department responsible",
             "council department", "division", "team", "business unit",
             "local authority department", "owner department"),
        ),
        Field(
            "start", "Start date", "When the contract began",
            ("start date", "contract start date", "start", "commencement date", "contract start",
             "date of commencement", "agreement start date", "from", "start dt", "date from",
             "effective date", "contract commencement date", "begin date", "date start"),
            kind="date",
        ),
        Field(
            "end", "End date", "When the current term ends, extensions not counted",
            ("end date", "contract end date", "end", "expiry date", "expiry", "contract end",
             "contract expiry date", "expires", "agreement end date", "to", "end dt", "date to",
             "termination date", "completion date", "contract expiry", "current end date",
             "contract finish date", "finish date", "date end"),
            kind="date",
        ),
        Field(
            "break_on", "Break date", "The first day it could end early, if it has a break clause",
            ("break date", "break clause date", "break clause", "break", "break on",
             "break option", "break option date", "break point", "first break",
             "first break date", "next break", "next break date", "date of break",
             "date of break clause", "earliest termination", "earliest termination date",
             "early termination", "early termination date", "can be ended early from",
             "early exit date", "earliest exit", "earliest exit date"),
            kind="break",
        ),
        Field(
            "extension", "Extension options", "Such as 2 x 12 months",
            ("extension options", "extension", "extensions", "extension option",
             "option to extend", "options to extend", "extension period", "extension terms",
             "possible extension", "available extensions", "extension available",
             "extension months", "extension period months", "extension years",
             "contract extension", "optional extension", "extension periods"),
            kind="extension",
        ),
        Field(
            "notice_months", "Notice period", "Months of notice to end or not to renew",
            ("notice period", "notice", "notice months", "notice period months",
             "termination notice", "notice required", "notice to terminate",
             "termination notice period"),
            kind="months",
        ),
        Field(
            "total_value", "Total value", "For the whole life of the contract, in pounds",
            ("total value", "total contract value", "whole life value", "lifetime value",
             "contract sum", "value of the contract", "total estimated value",
             "estimated total value", "sum to be paid over the length of the contract",
             "whole life cost", "total cost", "overall value", "contract value total",
             "total contract sum", "estimated contract value total", "aggregate value"),
            kind="money",
        ),
        Field(
            "annual_value", "Annual value", "A year, in pounds",
            ("annual value", "value per annum", "annual contract value", "estimated annual spend",
             "annual spend", "annual cost", "yearly value", "value per year", "value pa",
             "estimated annual value", "annual budget", "estimated annual cost",
             "estimated annual spending or budget for the contract", "per annum",
             "annual amount", "cost per annum", "p a", "pa"),
            kind="money",
        ),
        Field(
            "value", "Value", "In pounds, when the register does not say for how long",
            ("value", "contract value", "amount", "cost", "price", "awarded value",
             "award value", "estimated value", "value of contract", "estimated contract value",
             "budget", "spend"),
            kind="money",
        ),
        Field(
            "route", "Route to market", "Tender, framework call-off, direct award",
            ("route to market", "tender process", "process type", "procurement route", "route",
             "tender route", "procurement procedure", "procedure", "process", "how procured",
             "tender process used", "procurement method", "type of process", "framework",
             "contract process", "procurement process"),
        ),
        # "Category" alone is left out: registers sort by goods and services under that heading.
        Field(
            "capability", "Portal category",
            "A category of the portal, such as Housing management; empty, and one is suggested",
            ("portal category", "capability", "technology category", "category of technology"),
            kind="category", max_length=80,
        ),
        Field(
            "is_sme", "Small or medium-sized supplier", "Yes or no",
            ("small or medium sized supplier", "sme", "sme status", "supplier sme", "is sme",
             "small or medium sized enterprise", "smes", "sme y n", "supplier is sme"),
            kind="yes_no",
        ),
        Field(
            "is_vcse", "Voluntary or community supplier", "Yes or no",
            ("voluntary or community supplier", "vcse", "vcs", "vcso", "voluntary sector",
             "voluntary or community sector", "is vcse", "voluntary community sector organisation",
             "vcse status", "voluntary community or social enterprise", "charity"),
            kind="yes_no",
        ),
    )
}  # fmt: skip

# Words that add nothing to what a heading means.
NOISE = re.compile(r"\b(gbp|incl?|including|excl?|excluding|vat|net|gross|the|dd|mm|yy|yyyy)\b|£")
ASKS_YES_OR_NO = (" y n ", " yes no ")
UNITS = re.compile(r"\b(inc|incl|including)\.?\s+(of\s+)?vat\b|\bgross\b", re.IGNORECASE)
WITHOUT = re.compile(r"\b(exc|excl|excluding|ex|net of)\.?\s+vat\b|\bnet\b", re.IGNORECASE)


def plain_heading(text: str) -> str:
    """A heading in lower case without punctuation, units and date formats."""
    text = re.sub(r"\(column [a-z]+\)$", "", text.lower())
    text = NOISE.sub(" ", re.sub(r"[^a-z0-9£ ]+", " ", text.replace("'", "")))
    return " ".join(text.split())


_NAMES = {
    plain_heading(heading): field.name for field in FIELDS.values() for heading in field.headings
}


def is_known_heading(text: str) -> bool:
    return plain_heading(text) in _NAMES


def guess_columns(headings: list[str], remembered: dict[str, str] | None = None) -> dict[str, str]:
    """Field name to heading: what was matched last time, then exact names, then contained ones.

    A heading stands for one field only. Fields without a column are left out.
    """
    columns = {
        name: heading
        for name, heading in (remembered or {}).items()
        if name in FIELDS and heading in headings
    }
    for guess in (_exact, _contained):
        for heading in headings:
            name = guess(heading)
            if name and name not in columns and heading not in columns.values():
                columns[name] = heading
    return columns


def _exact(heading: str) -> str | None:
    return _NAMES.get(plain_heading(heading))


def _contained(heading: str) -> str | None:
    """The field with the longest known name inside the heading, names of two words or more.

    None where the heading asks for yes or no ("Break clause (Y/N)"): there is no date in it.
    """
    words = f" {plain_heading(heading)} "
    if words.endswith(ASKS_YES_OR_NO):
        return None
    found = [name for name in _NAMES if " " in name and f" {name} " in words]
    return _NAMES[max(found, key=len)] if found else None


def vat_of(heading: str) -> bool | None:
    """Whether a money column's heading says that VAT is included; None when it does not say."""
    if WITHOUT.search(heading):
        return False
    return True if UNITS.search(heading) else None
