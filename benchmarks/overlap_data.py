"""Records to match, as many as wanted, made by recombining real notices.

Each is three quarters of one notice on technology and a quarter of another of the same category:
so are its n-grams, and so is its meaning, mixed from the two notices' vectors with some noise,
because reading 100,000 texts with the encoder would take most of an hour.
"""

import gzip
import io
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.db import connection
from django.utils import timezone

from members.models import Borough
from needs import meaning, words
from needs.models import Capability, Contract, OverlapSide
from needs.overlap import SCORER_VERSION
from needs.profiles import texts_facts
from needs.reading import Text
from needs.retrieval import cell_keys, is_cell_key, keys_of
from needs.suggestions import suggest_capabilities
from procurement_portal.lib.vectors import as_literal

NOTICES = 1_000
NOISE = 0.15
SEED = 20_261_123


@dataclass(frozen=True)
class Base:
    """A real notice, read once."""

    title: str
    text: str
    capability: int | None
    certainty: float
    facts: dict
    vector: dict[int, float]


def bases() -> list[Base]:
    """Technology notices with a category, read as the product reads them."""
    path = words.FREQUENCIES.parent / "notices.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        notices = [notice for notice in map(json.loads, file) if notice["is_tech"]][:NOTICES]
    texts = [
        Text(notice["title"], notice["description"] or "", notice["buyer"]) for notice in notices
    ]
    found = []
    for text, facts in zip(texts, texts_facts(texts, threads=2), strict=True):
        if facts["terms"]:
            [best] = suggest_capabilities(f"{text.title}. {text.text}", limit=1) or [None]
            capability = best.capability.pk if best else None
            certainty = best.certainty if best else 1.0
            vector = words.unpack(facts["vector"])
            found.append(Base(text.title, text.text, capability, certainty, facts, vector))
    return found


class Records:
    """Makes records; `grow` fills the portal up to so many."""

    def __init__(self):
        self.rng = np.random.default_rng(SEED)
        self.bases = bases()
        self.boroughs = list(Borough.objects.values_list("gss", flat=True))
        self.alike = defaultdict(list)
        for place, base in enumerate(self.bases):
            self.alike[base.capability].append(place)
        self.made = 0

    def text(self) -> tuple[str, str, Base, Base]:
        """A title and a text, and the two notices they come from."""
        one = self.bases[self.rng.integers(len(self.bases))]
        other = self.bases[self.rng.choice(self.alike[one.capability])]
        said, added = one.text.split(". "), other.text.split(". ")
        text = ". ".join([*said[: max(1, len(said) * 3 // 4)], *added[: max(1, len(added) // 4)]])
        return one.title, text, one, other

    def grow(self, to: int) -> None:
        """Contracts and their sides, as matching would leave them but for the pairs."""
        rows = [self.text() for _ in range(to - self.made)]
        capabilities = set(Capability.objects.values_list("pk", flat=True))
        today = timezone.localdate()
        template = Contract(source="register", review_by=today + timedelta(days=300))
        contracts = [
            {
                "reference": f"B{self.made + n:07d}",
                "row_key": f"b{self.made + n}",
                "borough_id": self.boroughs[self.rng.integers(len(self.boroughs))],
                "title": title,
                "description": text,
                "capability_id": one.capability if one.capability in capabilities else None,
                "capability_certainty": one.certainty,
            }
            for n, (title, text, one, _) in enumerate(rows)
        ]
        copy_rows(template, contracts)
        numbers = dict(
            Contract.objects.filter(reference__in=[c["reference"] for c in contracts])
            .order_by()
            .values_list("reference", "pk")
        )
        side = OverlapSide(scorer_version=SCORER_VERSION, matched_at=timezone.now())
        copy_rows(
            side,
            (
                {"contract_id": numbers[contract["reference"]], **self.side(contract, one, other)}
                for contract, (_, _, one, other) in zip(contracts, rows, strict=True)
            ),
        )
        self.made = to
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze needs_overlapside")
            cursor.execute("vacuum analyze needs_contract")

    def side(self, contract: dict, one: Base, other: Base) -> dict:
        facts = one.facts
        vector = self.mixed_meaning(one, other)
        keys = [key for key in facts["keys"] if not is_cell_key(key)] + cell_keys(vector)
        return {
            "borough_id": contract["borough_id"],
            "capability_id": contract["capability_id"],
            "certainty": contract["capability_certainty"],
            "terms": facts["terms"],
            "flags": facts["flags"],
            "keys": keys_of(contract["capability_id"], keys),
            "kinds": facts["kinds"],
            "meaning": vector,
            "vector": words.pack(self.mixed_words(one, other)),
            "text_hash": contract["reference"],
            "record_version": 1,
        }

    def mixed_meaning(self, one: Base, other: Base) -> np.ndarray | None:
        if one.facts["meaning"] is None or other.facts["meaning"] is None:
            return None
        noise = self.rng.normal(0, NOISE / np.sqrt(len(one.facts["meaning"])), 384)
        mixed = 0.75 * one.facts["meaning"] + 0.25 * other.facts["meaning"] + noise
        return meaning.stored(mixed / np.linalg.norm(mixed))

    def mixed_words(self, one: Base, other: Base) -> dict[int, float]:
        kept = self.rng.random(len(one.vector)) < 0.75
        added = self.rng.random(len(other.vector)) < 0.25
        mixed = dict(
            [item for item, is_added in zip(other.vector.items(), added, strict=True) if is_added]
            + [item for item, is_kept in zip(one.vector.items(), kept, strict=True) if is_kept]
        )
        length = sum(weight**2 for weight in mixed.values()) ** 0.5 or 1.0
        return {key: weight / length for key, weight in mixed.items()}


def copy_rows(template, rows) -> None:
    """COPY rows of the template's model: its values, but for those given by column."""
    fields = [f for f in template._meta.concrete_fields if not f.generated and not f.primary_key]
    plain = {
        f.attname: as_text(f.get_db_prep_save(getattr(template, f.attname), connection))
        for f in fields
    }
    copied = io.StringIO()
    for row in rows:
        values = plain | {name: as_text(value) for name, value in row.items()}
        copied.write("\t".join(values[f.attname] for f in fields) + "\n")
    copied.seek(0)
    columns = ", ".join(f'"{f.column}"' for f in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"copy {template._meta.db_table} ({columns}) from stdin", copied)


def as_text(value) -> str:
    """A value as COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.translate(ESCAPED)
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    if isinstance(value, np.ndarray):
        return as_literal(value)
    if isinstance(value, list | tuple):
        return "{" + ",".join(f'"{item}"' for item in value) + "}"
    return str(value)


ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
