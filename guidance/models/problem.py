"""Problems that practitioners named, and which guides answer them."""

from django.db import models

from guidance.models.guide import Guide


class ProblemStatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The problems are public."""
        return self


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
