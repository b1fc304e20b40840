"""What LOTI heard in interviews and from suppliers, coded to problems; only counts are shown."""

from django.db import models
from django.utils import timezone

from guidance.models.guide import Guide
from guidance.models.problem import ProblemStatement
from guidance.models.technique import Technique
from members.permissions import is_moderator


class ResearchNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The team's alone: what one person said is nobody else's to read."""
        return self if is_moderator(user) else self.none()


class ResearchNote(models.Model):
    """One conversation, in role terms: nobody is named."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", "Interview with a borough"
        SUPPLIER = "supplier", "Conversation with a supplier"
        WORKSHOP = "workshop", "Workshop"

    held_on = models.DateField("day")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    who = models.CharField(
        "who it was with",
        max_length=120,
        help_text="Roles, never names: procurement lead of an outer borough, small supplier",
    )
    summary = models.TextField(
        "what was said",
        max_length=4_000,
        help_text="In your words, without names. Only the team reads this",
    )
    problems = models.ManyToManyField(
        ProblemStatement, related_name="research", help_text="Those that were spoken of"
    )
    guides = models.ManyToManyField(
        Guide, related_name="research", blank=True, help_text="Those it has something to say about"
    )
    techniques = models.ManyToManyField(
        Technique,
        related_name="research",
        blank=True,
        help_text="Those it has something to say about",
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ResearchNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.who}"
