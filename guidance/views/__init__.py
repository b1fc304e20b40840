from guidance.views.editing import edit, manage, new, review
from guidance.views.following import follow, read, unfollow
from guidance.views.guide import guide
from guidance.views.in_step import step, steps
from guidance.views.index import feed, index
from guidance.views.owning import owner
from guidance.views.pictures import picture, pictures
from guidance.views.technique_editing import technique_edit, technique_history
from guidance.views.techniques import compare_techniques, technique, techniques
from guidance.views.verbs import confirm, publish, schedule, send_back, submit, take_back
from guidance.views.versions import compare, version, versions
from guidance.views.whole import whole

__all__ = [
    "compare",
    "compare_techniques",
    "confirm",
    "edit",
    "feed",
    "follow",
    "guide",
    "index",
    "manage",
    "new",
    "owner",
    "picture",
    "pictures",
    "publish",
    "read",
    "review",
    "schedule",
    "send_back",
    "step",
    "steps",
    "submit",
    "take_back",
    "technique",
    "technique_edit",
    "technique_history",
    "techniques",
    "unfollow",
    "version",
    "versions",
    "whole",
]
