"""Kinds of assistive technology, from a file in the project."""

from django.db import models


class TechnologyClass(models.Model):
    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=80, unique=True)
    capability_slug = models.SlugField(
        max_length=60,
        blank=True,
        db_default="",
        help_text="The page of the capability it belongs to, if any",
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "technology classes"

    def __str__(self):
        return self.name
