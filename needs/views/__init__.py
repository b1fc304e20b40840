from needs.views.dashboard import dashboard
from needs.views.detail import detail
from needs.views.edit import edit, edit_step, history
from needs.views.index import export, feed, index
from needs.views.join import join, leave
from needs.views.moderation import claim, moderate, publish, review, send_back, unclaim
from needs.views.my_needs import my_needs
from needs.views.notices import import_notices, notice_import, notices
from needs.views.overlap import overlap, overlap_matrix, overlap_timeline
from needs.views.overlap_capability import overlap_capability
from needs.views.overlap_pair import overlap_pair
from needs.views.post import (
    post,
    post_check,
    post_similar,
    post_start,
    post_step,
    post_submitted,
    post_tasks,
    submit,
)
from needs.views.verbs import award, close, confirm, procure, withdraw

__all__ = [
    "award",
    "claim",
    "close",
    "confirm",
    "dashboard",
    "detail",
    "edit",
    "edit_step",
    "export",
    "feed",
    "history",
    "import_notices",
    "index",
    "join",
    "leave",
    "moderate",
    "my_needs",
    "overlap",
    "overlap_capability",
    "overlap_matrix",
    "overlap_pair",
    "overlap_timeline",
    "notice_import",
    "notices",
    "post",
    "post_check",
    "post_similar",
    "post_start",
    "post_step",
    "post_submitted",
    "post_tasks",
    "procure",
    "publish",
    "review",
    "send_back",
    "submit",
    "unclaim",
    "withdraw",
]
