"""The whole evaluation of one file of judged records, as the command prints and the page shows."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from needs import baselines, meaning
from needs.evaluation import (
    Figures,
    LabelFigures,
    Row,
    comparable,
    figures,
    label_figures,
    product_scores,
    queries_of,
)
from needs.overlap import KEEP, SCORER_VERSION

# Names of the methods as the JSON has them and as people read them.
METHODS = {
    "product": "This portal",
    "char_tfidf": "Character n-grams (TF-IDF)",
    "title_trigram": "Trigrams of the title",
    "title_200": "Words of title and first 200 characters",
    "encoder": "Sentence encoder alone",
}
PUBLISHED = Path(__file__).parent / "data" / "evaluation.json"


@dataclass(frozen=True)
class Measured:
    """Figures by method, absent where a method is not there, and the product's labels."""

    methods: dict[str, Figures]
    labels: list[LabelFigures]
    queries: int
    pairs: int

    def as_json(self) -> dict:
        """What `--json` prints; a figure that cannot be had is null."""
        return {
            **{name: _plain(self.methods.get(name)) for name in METHODS},
            "queries": self.queries,
            "pairs": self.pairs,
            "scorer_version": SCORER_VERSION,
            "encoder_present": meaning.is_present(),
            "labels": {
                found.label: {"pairs": found.pairs, "true": found.true} for found in self.labels
            },
        }


def _plain(found: Figures | None) -> dict | None:
    if found is None:
        return None
    return {
        name: None if math.isnan(figure) else round(figure, 4)
        for name, figure in asdict(found).items()
    }


def published() -> dict:
    """The day and the sets that `manage.py publish_evaluation` wrote."""
    return json.loads(PUBLISHED.read_text(encoding="utf-8"))


def measure(rows: list[Row], threads: int = 1) -> Measured:
    """The product and every baseline on these rows, between different buyers only."""
    product = product_scores(rows, threads)
    tables = {
        "product": product,
        "char_tfidf": baselines.char_tfidf(rows),
        "title_trigram": baselines.title_trigram(rows),
        "title_200": baselines.title_200(rows),
        "encoder": baselines.encoder(rows, threads),
    }
    return Measured(
        {name: figures(table, rows) for name, table in tables.items() if table is not None},
        label_figures(product, rows, KEEP),
        queries_of(rows),
        int(comparable(rows).sum()) // 2,
    )
