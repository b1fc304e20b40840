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
    "load_import",
    "match_contracts",
    "match_need",
    "match_waiting",
    "rebuild_overlaps",
    "start_work",
    "sweep_imports",
    "undo_import",
]
