"""Who may do what with guidance. Plain booleans; what may be seen is `visible_to`."""

from members.permissions import borough_ids, is_member, is_moderator


def can_edit_guide(user) -> bool:
    return is_moderator(user)


def can_follow_guide(user) -> bool:
    """Accepted members: digests are theirs."""
    return is_member(user)


def can_edit_technique(user) -> bool:
    return is_moderator(user)


def can_submit_version(user) -> bool:
    return is_moderator(user)


def can_publish_version(user, version) -> bool:
    """A moderator, but never somebody who wrote, changed or submitted this version."""
    return is_moderator(user) and not version.written_by(user)


def can_keep_research(user) -> bool:
    """Read and write what was said in interviews and by suppliers."""
    return is_moderator(user)


def can_answer_feedback(user) -> bool:
    """Read every comment, answer it, and see how pages are judged."""
    return is_moderator(user)


def can_log_use(user) -> bool:
    """Accepted members of a borough, for their own: the LOTI team has none."""
    return bool(borough_ids(user))


def can_take_out_use(user, use) -> bool:
    """Its writer, and a moderator."""
    return is_moderator(user) or (use.by_id is not None and use.by_id == user.pk)


def can_put_back_use(user, use) -> bool:
    """Whoever took it out, and a moderator: a writer does not undo LOTI’s decision."""
    return is_moderator(user) or (use.removed_by_id is not None and use.removed_by_id == user.pk)
