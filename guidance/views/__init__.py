from guidance.views.editing import edit, manage, new, review
from guidance.views.feedback import (
    answer,
    comment,
    comment_on,
    my_comments,
    technique_comment_on,
    technique_useful,
    useful,
    withdraw_comment,
)
from guidance.views.feedback_answering import (
    acknowledge_comment,
    answer_comment,
    assign_comment,
    finish_comment,
    hide_comment,
    moderate_comment,
    show_comment,
)
from guidance.views.feedback_counts import (
    feedback_counts,
    feedback_of_guide,
    feedback_of_technique,
)
from guidance.views.following import follow, read, unfollow
from guidance.views.guide import guide
from guidance.views.in_step import step, steps
from guidance.views.index import feed, index
from guidance.views.owning import owner
from guidance.views.pictures import picture, pictures
from guidance.views.research import research, research_delete, research_edit, research_new
from guidance.views.sheet import sheet, sheet_pdf
from guidance.views.technique_editing import technique_edit, technique_history
from guidance.views.techniques import compare_techniques, technique, techniques
from guidance.views.using import log_use, put_back_use, take_out_use
from guidance.views.verbs import confirm, publish, schedule, send_back, submit, take_back
from guidance.views.versions import compare, version, versions
from guidance.views.whole import whole

__all__ = [
    "acknowledge_comment",
    "answer",
    "answer_comment",
    "assign_comment",
    "comment",
    "comment_on",
    "compare",
    "compare_techniques",
    "confirm",
    "edit",
    "feed",
    "feedback_counts",
    "feedback_of_guide",
    "feedback_of_technique",
    "finish_comment",
    "follow",
    "guide",
    "hide_comment",
    "index",
    "log_use",
    "manage",
    "moderate_comment",
    "my_comments",
    "new",
    "owner",
    "picture",
    "pictures",
    "publish",
    "put_back_use",
    "read",
    "research",
    "research_delete",
    "research_edit",
    "research_new",
    "review",
    "schedule",
    "send_back",
    "show_comment",
    "step",
    "steps",
    "sheet",
    "sheet_pdf",
    "submit",
    "take_back",
    "take_out_use",
    "technique",
    "technique_comment_on",
    "technique_edit",
    "technique_history",
    "technique_useful",
    "techniques",
    "unfollow",
    "useful",
    "version",
    "versions",
    "whole",
    "withdraw_comment",
]
