from needs.views.detail import detail
from needs.views.edit import edit, edit_step, history
from needs.views.index import index
from needs.views.join import join, leave
from needs.views.moderation import claim, moderate, publish, review, send_back, unclaim
from needs.views.my_needs import my_needs
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
    "detail",
    "edit",
    "edit_step",
    "history",
    "index",
    "join",
    "leave",
    "moderate",
    "my_needs",
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
