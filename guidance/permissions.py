"""Who may do what with guidance. Plain booleans; what may be seen is `visible_to`."""

from members.permissions import is_member, is_moderator


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
