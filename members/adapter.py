"""Who may register, and which borough a verified e-mail address points to."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open to any address; belonging to a borough is not (see `members.joining`)."""
