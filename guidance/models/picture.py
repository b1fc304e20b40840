"""Pictures in guides, each with the words for those who do not see it."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from guidance.models.guide import Guide, GuideVersion
from members.permissions import is_moderator


class GuidePictureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of a text that was ever published, to everyone; all of them to a moderator."""
        if is_moderator(user):
            return self
        texts = GuideVersion.objects.filter(
            status__in=GuideVersion.FINISHED, body__contains=OuterRef("content_hash")
        )
        return self.filter(Exists(texts))


class GuidePicture(models.Model):
    """A picture as it was drawn anew from the file sent; its address is made from its content."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="pictures")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the content")
    content_type = models.CharField(max_length=20)
    content = models.BinaryField()
    width = models.PositiveIntegerField(help_text="Pixels")
    height = models.PositiveIntegerField(help_text="Pixels")
    alternative = models.CharField(
        "alternative text",
        max_length=250,
        help_text="What somebody who does not see the picture must know, in a sentence or two",
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = GuidePictureQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "content_hash"], name="guide_picture_once"),
            models.CheckConstraint(
                condition=~models.Q(alternative=""), name="guide_picture_has_alternative"
            ),
        ]

    def __str__(self):
        return self.alternative

    def get_absolute_url(self):
        return reverse("guidance:picture", kwargs={"digest": self.content_hash})

    @property
    def markdown(self) -> str:
        """What a writer puts into the text."""
        words = " ".join(self.alternative.split()).replace("[", "(").replace("]", ")")
        return f"![{words}]({self.get_absolute_url()})"
