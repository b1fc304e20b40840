from assistive_tech.views.compare import compare
from assistive_tech.views.detail import detail, history
from assistive_tech.views.editing import edit, mine, new
from assistive_tech.views.gaps import export_gaps, gap_matrix, gaps
from assistive_tech.views.index import export, export_json, feed, index
from assistive_tech.views.verbs import accept, send_back, submit, withdraw

__all__ = [
    "accept",
    "compare",
    "detail",
    "edit",
    "export",
    "export_gaps",
    "export_json",
    "feed",
    "gap_matrix",
    "gaps",
    "history",
    "index",
    "mine",
    "new",
    "send_back",
    "submit",
    "withdraw",
]
