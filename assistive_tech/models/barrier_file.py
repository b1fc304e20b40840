"""Outputs that others may use again, such as a plain-English user agreement."""

from django.db import models
from django.urls import reverse
from django.utils import timezone


class BarrierFile(models.Model):
    """A file as it was sent, of a kind on the allowlist; kept in the database like pictures."""

    barrier = models.ForeignKey(
        "assistive_tech.Barrier", on_delete=models.CASCADE, related_name="files"
    )
    title = models.CharField(max_length=120)
    description = models.TextField()
    file_name = models.CharField(max_length=120, help_text="Cleaned; what a download is called")
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the content")
    scanned = models.BooleanField(
        default=False, help_text="Whether a virus scanner looked at it and found nothing"
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["barrier", "content_hash"],
                name="barrier_file_once",
                violation_error_message="This file is attached already",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(description=""),
                name="barrier_file_described",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(
            "assistive_tech:barrier_file",
            kwargs={"reference": self.barrier.reference, "pk": self.pk},
        )
