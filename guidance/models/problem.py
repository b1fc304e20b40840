"""Problems that practitioners named, and which guides answer them."""

from django.db import models

from guidance.models.guide import Guide
from procurement_portal.lib.formatting import MONTH_NAMES


class ProblemStatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The problems are public."""
        return self

    def with_heard(self):
        """With `heard`, in how many conversations, and `last_heard`, the day of the latest."""
        return self.annotate(
            heard=models.Count("research", distinct=True),
            last_heard=models.Max("research__held_on"),
        )


class ProblemStatement(models.Model):
    """A problem practitioners named, in their words, and the guides that answer it."""

    text = models.CharField(max_length=300, unique=True)
    user_group = models.CharField(max_length=60, help_text="Whose problem it is")
    position = models.PositiveSmallIntegerField(default=0)
    guides = models.ManyToManyField(Guide, related_name="problem_statements", blank=True)

    objects = ProblemStatementQuerySet.as_manager()

    class Meta:
        ordering = ["user_group", "position"]

    def __str__(self):
        return self.text

    @property
    def heard_in(self) -> str:
        """ "Heard in 4 conversations, the latest in March 2026", or ""; needs `with_heard`.

        A count and a month are all that is ever shown of what somebody said.
        """
        if not self.heard:
            return ""
        month = f"{MONTH_NAMES[self.last_heard.month]} {self.last_heard.year}"
        if self.heard == 1:
            return f"Heard in 1 conversation, in {month}"
        return f"Heard in {self.heard} conversations, the latest in {month}"
