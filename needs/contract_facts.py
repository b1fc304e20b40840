"""What a contract's page says: facts for everybody, terms for members, versions for its borough."""

from needs.models import Contract
from needs.register.diff import LABELS
from needs.register.words import described
from procurement_portal.lib.formatting import format_months, format_uk_date, format_uk_money

VERSIONS = 20
TRACKED = ("title", "register_reference", "supplier_name", "description", "product", "department",
           "start", "end", "extensions", "route")  # fmt: skip
CERTAIN = 0.75


def contract_facts(contract: Contract, *, member: bool) -> list[dict]:
    """Rows of a summary list. Notice dates are commercial: they are for members."""
    side = getattr(contract, "side", None)
    rows = [
        {"key": "Borough", "value": contract.borough.short_name,
         "href": contract.borough.get_absolute_url()},
        {"key": "Supplier", "value": contract.supplier_name},
        {"key": "System or product", "value": contract.product},
        {"key": "Category", "value": _capability(contract)},
        {"key": "Description", "value": contract.description, "typed": True},
        {"key": "Department", "value": contract.department},
        {"key": "Started", "value": format_uk_date(contract.start)},
        {"key": "Current term ends", "value": format_uk_date(contract.end) or "No end date"},
        {"key": "Extensions", "value": extension_of(contract)},
        {"key": "Route to market", "value": contract.route},
    ]  # fmt: skip
    if side and side.decide_by:
        value = format_uk_date(side.decide_by)
        rows.append({"key": "Begin procuring by", "value": value})
    if member and side and side.notice_by:
        rows.append({"key": "Give notice by", "value": format_uk_date(side.notice_by)})
    return rows


def _capability(contract: Contract) -> str:
    if not contract.capability:
        return "Not known yet"
    certainty = contract.capability_certainty
    if certainty is None:
        return contract.capability.name
    how = "from its words" if certainty >= CERTAIN else "a guess from its words, please check"
    return f"{contract.capability.name} ({how})"


def extension_of(contract: Contract) -> str:
    """ "2 of 12 months, until 31 March 2029", "2 years, then 12 months, until …"; or "None"."""
    months = contract.extensions
    if not months:
        return "None"
    if len(set(months)) == 1:
        said = f"{len(months)} of {format_months(months[0])}"
    else:
        said = ", then ".join(map(format_months, months))
    until = format_uk_date(contract.latest_end)
    return f"{said}{f', until {until}' if until else ''}"


def terms_facts(contract: Contract) -> list[dict]:
    """The commercial side; never given to anybody who is not a member."""
    terms = getattr(contract, "terms", None)
    if terms is None:
        return []
    value = format_uk_money(terms.value_pence)
    if value:
        vat = {True: ", VAT included", False: ", without VAT", None: ""}[terms.vat_included]
        value = f"{value} ({terms.get_value_basis_display().lower()}{vat})"
    months = terms.notice_months
    return [
        {"key": "Value", "value": value},
        {"key": "Notice", "value": format_months(months) if months is not None else ""},
        {"key": "Can be ended early from", "value": format_uk_date(terms.break_on)},
    ]


def source_of(contract: Contract) -> dict:
    """name, href and licence of where the record comes from."""
    name = contract.get_source_display()
    if contract.source == Contract.Source.NOTICE and contract.last_confirmed_on:
        name = f"From a published notice, confirmed by {contract.borough}"
    elif contract.source != Contract.Source.NOTICE and contract.source_url:
        name = f"{name}, and before that read from a published notice"
    return {"name": name, "href": contract.source_url, "licence": contract.licence}


def versions_of(contract: Contract) -> list[dict]:
    """The latest versions as timeline events, newest first, each saying what changed."""
    found = list(contract.history.select_related("history_user", "capability")[: VERSIONS + 1])
    events = []
    for later, earlier in zip(found, [*found[1:], None], strict=True):
        if earlier is None and len(found) > VERSIONS:
            break
        changes = _changes(earlier, later)
        title = later.history_change_reason or ("Changed" if earlier else "Added")
        if changes or earlier is None or later.history_change_reason:
            events.append(
                {"title": title, "by": later.history_user, "at": later.history_date,
                 "text": "\n".join(changes)}
            )  # fmt: skip
    return events


def _changes(earlier, later) -> list[str]:
    """One line for each field that differs; none for the first version."""
    if earlier is None:
        return []
    lines = [
        f"{LABELS[name.removesuffix('_name')]}: {described(name, old)} → {described(name, new)}"
        for name in TRACKED
        if (old := getattr(earlier, name)) != (new := getattr(later, name))
    ]
    if earlier.capability_id != later.capability_id:
        old, new = earlier.capability or "Not given", later.capability or "Not given"
        lines.append(f"Category: {old} → {new}")
    if earlier.visibility != later.visibility:
        lines.append(
            f"Who can see it: {earlier.get_visibility_display()} → {later.get_visibility_display()}"
        )
    return lines
