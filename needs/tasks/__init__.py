from needs.tasks.decisions import tell_author, tell_authors
from needs.tasks.expiry import expire_needs
from needs.tasks.imports import (
    check_import,
    load_import,
    start_work,
    sweep_imports,
    undo_import,
)
from needs.tasks.matching import match_contracts, match_need, match_waiting, rebuild_overlaps

__all__ = [
    "check_import",
    "expire_needs",
    "load_import",
    "match_contracts",
    "match_need",
    "match_waiting",
    "rebuild_overlaps",
    "start_work",
    "sweep_imports",
    "tell_author",
    "tell_authors",
    "undo_import",
]
