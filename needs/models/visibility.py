"""Who can see a need or contract: one choice, one rule, used by both."""

from django.db import models

from members.permissions import borough_ids, is_member, is_moderator


class Visibility(models.TextChoices):
    SEALED = "sealed", "My borough only, and matching"
    MEMBERS = "members", "Members of any London borough"
    PUBLIC = "public", "Everyone, suppliers included"


# What a member of any borough may read of another's records.
OPEN_TO_MEMBERS = (Visibility.MEMBERS, Visibility.PUBLIC)


def may_be_asked_field() -> models.BooleanField:
    """The owner's choice about a sealed record; without it nobody learns that it exists."""
    return models.BooleanField(
        "others may ask to connect",
        default=False,
        db_default=False,  # while code that does not know the column still serves
        help_text=(
            "For “My borough only”: a borough with something like it then reads “A borough has"
            " something like this” and can ask. It learns nothing more unless you agree"
        ),
    )


class BoroughOwnedQuerySet(models.QuerySet):
    """Rows that belong to a borough and carry a `visibility`."""

    @staticmethod
    def shared_condition() -> models.Q:
        """Rows far enough along to be shown outside their borough; subclasses narrow it."""
        return models.Q()

    def shared(self):
        return self.filter(self.shared_condition())

    def open_to_members(self):
        """Shared rows that every accepted member may read, whatever their borough."""
        return self.shared().filter(visibility__in=OPEN_TO_MEMBERS)

    def owned_by(self, user):
        return self.filter(borough_id__in=borough_ids(user))

    def visible_to(self, user):
        """What this person may see, anonymous included. Fails closed.

        Own borough's rows; shared rows open to members or to everyone; to a moderator with
        a second factor, every shared row, sealed ones among them (domain.md, Who may do what).
        """
        if is_moderator(user):
            return self.moderated()
        levels = [Visibility.PUBLIC]
        if is_member(user):
            levels.append(Visibility.MEMBERS)
        open_to_them = self.shared_condition() & models.Q(visibility__in=levels)
        own = borough_ids(user)
        # One condition a row answers by itself: a list reads it in the order of its index.
        return self.filter(open_to_them | models.Q(borough_id__in=own) if own else open_to_them)

    def moderated(self):
        """What a moderator sees; subclasses leave out what was never offered for review."""
        return self
