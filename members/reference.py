"""The 33 boroughs, their e-mail domains and when each was in LOTI, from `members/data/`."""

import csv
import json
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from members.models import Borough, BoroughDomain, BoroughMembership
from procurement_portal.lib.upsert import Upserted, upsert

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _boundaries() -> dict[str, dict]:
    """GSS code to GeoJSON geometry (longitude, latitude)."""
    collection = json.loads((DATA / "borough_boundaries.geojson").read_text(encoding="utf-8"))
    return {f["properties"]["gss_code"]: f["geometry"] for f in collection["features"]}


def _alternative_names(row: dict) -> list[str]:
    """The other names of a row, each once whatever its capitals."""
    names: dict[str, str] = {}
    for name in row["alt_names"].split(";"):
        names.setdefault(name.strip().casefold(), name.strip())
    return [name for name in names.values() if name]


@transaction.atomic
def load_boroughs() -> Upserted:
    """Boroughs with boundaries; the domains of each borough that has none yet.

    Domains are edited in the portal, so a later load brings no removed one back.
    """
    boundaries, rows = _boundaries(), _rows("boroughs.csv")
    result = upsert(
        Borough,
        ("gss",),
        [
            {
                "gss": row["gss_code"],
                "code": row["code"],
                "name": row["official_name"],
                "short_name": row["short_name"],
                "slug": slugify(row["short_name"]),
                "website": row["website"],
                "alternative_names": _alternative_names(row),
                "boundary": boundaries[row["gss_code"]],
            }
            for row in rows
        ],
    )
    known = set(BoroughDomain.objects.values_list("borough_id", flat=True))
    BoroughDomain.objects.bulk_create(
        BoroughDomain(borough_id=row["gss_code"], domain=domain.strip().lower())
        for row in rows
        if row["gss_code"] not in known
        for domain in [row["email_domain"], *row["other_email_domains"].split(";")]
        if domain.strip()
    )
    return result


def load_loti_periods() -> Upserted:
    """Periods of LOTI membership for boroughs that have none yet; later ones are edited here."""
    known = set(BoroughMembership.objects.values_list("borough_id", flat=True))
    rows = _rows("loti_membership.csv")
    new = BoroughMembership.objects.bulk_create(
        BoroughMembership(
            borough_id=row["gss_code"],
            joined_on=row["joined_on"] or None,
            left_on=row["left_on"] or None,
            source=row["source"],
        )
        for row in rows
        if row["gss_code"] not in known
    )
    return Upserted(new=len(new), same=len(rows) - len(new))
