"""A notice somebody published: from Contracts Finder, Find a Tender and the like."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PublishedNotice(models.Model):
    """One release as published, its buyer matched to a borough where that can be told."""

    notice_id = models.CharField(max_length=120, unique=True)
    ocid = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=40, help_text="Publishing service, such as find_a_tender")
    buyer = models.CharField("buyer as printed", max_length=300)
    borough = models.ForeignKey(
        "members.Borough", null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    stage = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    cpv_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    value_pence = models.PositiveBigIntegerField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    suppliers = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    is_tech = models.BooleanField(default=False)
    source_url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the release as read")
    contract = models.OneToOneField(
        "needs.Contract", null=True, blank=True, on_delete=models.SET_NULL, related_name="notice"
    )
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-published_on", "notice_id"]
        indexes = [models.Index(fields=["borough", "-published_on"], name="notice_borough_date")]

    def __str__(self):
        return self.title
