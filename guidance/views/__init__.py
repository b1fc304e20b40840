from guidance.views.editing import edit, manage, new, review
from guidance.views.guide import guide
from guidance.views.index import feed, index
from guidance.views.technique_editing import technique_edit, technique_history
from guidance.views.techniques import technique, techniques
from guidance.views.verbs import confirm, publish, send_back, submit
from guidance.views.versions import compare, version, versions

__all__ = [
    "compare",
    "confirm",
    "edit",
    "feed",
    "guide",
    "index",
    "manage",
    "new",
    "publish",
    "review",
    "send_back",
    "submit",
    "technique",
    "technique_edit",
    "technique_history",
    "techniques",
    "version",
    "versions",
]
