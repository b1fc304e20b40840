from assistive_tech.views.compare import compare
from assistive_tech.views.detail import detail, history
from assistive_tech.views.editing import edit, mine, new
from assistive_tech.views.index import export, export_json, feed, index
from assistive_tech.views.verbs import accept, send_back, submit, withdraw

__all__ = [
    "accept",
    "compare",
    "detail",
    "edit",
    "export",
    "export_json",
    "feed",
    "history",
    "index",
    "mine",
    "new",
    "send_back",
    "submit",
    "withdraw",
]
