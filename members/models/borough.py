"""The 33 London local authorities, their e-mail domains, and when each was in LOTI."""

from django.db import models
from django.urls import reverse

from procurement_portal.lib.formatting import format_uk_date


class Borough(models.Model):
    """One of the 33 authorities; the GSS code is its identity."""

    gss = models.CharField(primary_key=True, max_length=9)
    code = models.CharField(max_length=3, unique=True, help_text="Register code, such as HCK")
    name = models.CharField(max_length=80, unique=True)
    short_name = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    website = models.URLField(blank=True)
    alternative_names = models.JSONField(default=list, blank=True)
    boundary = models.JSONField(
        null=True, blank=True, help_text="GeoJSON geometry, longitude and latitude"
    )

    class Meta:
        ordering = ["short_name"]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("members:borough", kwargs={"slug": self.slug})


class BoroughDomain(models.Model):
    """An e-mail domain used by a borough. One domain may serve several boroughs."""

    borough = models.ForeignKey(Borough, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=120, help_text="In lower case, such as hackney.gov.uk")

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(fields=["borough", "domain"], name="borough_domain_once"),
            models.CheckConstraint(
                condition=models.Q(domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"),
                name="borough_domain_plain",
                violation_error_message="Enter a domain in lower case, like hackney.gov.uk",
            ),
        ]

    def __str__(self):
        return self.domain


class BoroughMembership(models.Model):
    """A period in which a borough belonged to LOTI: dated data, with its source."""

    borough = models.ForeignKey(Borough, on_delete=models.CASCADE, related_name="loti_periods")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["joined_on"]

    def __str__(self):
        return f"{self.borough} in LOTI from {self.joined_on or 'an unknown date'}"

    @property
    def in_words(self) -> str:
        """When it belonged, as far as is known, and the source in brackets."""
        since = f"since {format_uk_date(self.joined_on)}" if self.joined_on else "yes"
        until = f" until {format_uk_date(self.left_on)}" if self.left_on else ""
        return f"{since[:1].upper()}{since[1:]}{until} ({self.source})"
