"""Capabilities, service areas, CPV 2008 and thresholds, from `needs/data/`."""

import csv
import datetime
import json
from pathlib import Path

from django.db import transaction

from needs.models import Capability, CpvCode, ServiceArea, Threshold
from procurement_portal.lib.upsert import Upserted, upsert

DATA = Path(__file__).parent / "data"


def _json(name: str) -> list[dict]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def load_service_areas() -> Upserted:
    return upsert(ServiceArea, ("slug",), _json("service_areas.json"))


@transaction.atomic
def load_capabilities() -> Upserted:
    """The taxonomy, parents before children. Lead times that moderators set stay theirs."""
    rows = _json("capabilities.json")
    theirs = set(Capability.objects.filter(lead_time_set=True).values_list("slug", flat=True))
    for row in rows:
        if row["slug"] in theirs:
            del row["lead_time_months"]
    parents = [row for row in rows if row["parent"] is None]
    children = [row for row in rows if row["parent"] is not None]
    above = upsert(Capability, ("slug",), [_capability(row, {}) for row in parents])
    ids = dict(Capability.objects.values_list("slug", "pk"))
    below = upsert(Capability, ("slug",), [_capability(row, ids) for row in children])
    return Upserted(above.new + below.new, above.changed + below.changed, above.same + below.same)


def _capability(row: dict, ids: dict[str, int]) -> dict:
    """The model's attributes; `ids` leads from slug to primary key of the parents."""
    values = {name: value for name, value in row.items() if name not in {"parent", "service_area"}}
    parent = None if row["parent"] is None else ids[row["parent"]]
    return {**values, "parent_id": parent, "service_area_id": row["service_area"]}


@transaction.atomic
def load_cpv_codes() -> Upserted:
    """The Common Procurement Vocabulary 2008: eight digits without the check digit."""
    with (DATA / "cpv.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {
                "code": row["code"],
                "description": row["description"],
                "parent": row["parent_code"],
                "portal_scope": row["portal_scope"],
            }
            for row in csv.DictReader(file)
        ]
    return upsert(CpvCode, ("code",), rows)


def load_thresholds() -> Upserted:
    """Statutory thresholds, each with the dates it holds; amounts in pence, VAT included."""
    rows = [
        {
            "kind": row["slug"],
            "pence": row["pence"],
            "valid_from": datetime.date.fromisoformat(row["from"]),
            "valid_to": datetime.date.fromisoformat(row["to"]) if row["to"] else None,
            "source": f"{row['law']}. {row['source_title']}, {row['source_url']}"[:300],
            "checked_on": datetime.date.fromisoformat(row["date_checked"]),
        }
        for row in _json("thresholds.json")
    ]
    return upsert(Threshold, ("kind", "valid_from"), rows)
