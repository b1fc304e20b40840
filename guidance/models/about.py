"""What a reader's word is about: a guide in one version, or a technique after one save."""

from django.db import models
from django.db.models import Q

from guidance.models.guide import Guide, GuideVersion
from guidance.models.technique import Edition, Technique

GUIDE = ("guide", "version")
TECHNIQUE = ("technique", "edition")


def _all(names: tuple[str, ...], *, there: bool) -> Q:
    return Q(**{f"{name}__isnull": not there for name in names})


def about_one(of_guides: tuple[str, ...] = (), of_techniques: tuple[str, ...] = ()) -> Q:
    """Either page with its text; fields of one kind are empty where it is the other's."""
    guide = _all(GUIDE, there=True) & _all((*TECHNIQUE, *of_techniques), there=False)
    technique = _all(TECHNIQUE, there=True) & _all((*GUIDE, *of_guides), there=False)
    return guide | technique


class AboutPageQuerySet(models.QuerySet):
    def of_page(self, page: Guide | Technique):
        """About one page, each with the text it is about."""
        name = "technique" if isinstance(page, Technique) else "guide"
        return self.filter(**{name: page}).select_related("version__guide", "edition")

    def with_page(self):
        """With the page each is about, without its long texts."""
        related = self.select_related("guide__published_version", "technique")
        return related.defer("guide__published_version__body", "guide__published_version__html")


class AboutPage(models.Model):
    """`page` is what is judged, and `about` the text that was read: a version or an edition."""

    guide = models.ForeignKey(
        Guide, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    version = models.ForeignKey(
        GuideVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    technique = models.ForeignKey(
        Technique, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    edition = models.ForeignKey(
        "guidance.HistoricalTechnique",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Of a technique: which of its saves was read",
    )

    class Meta:
        abstract = True

    @property
    def page(self) -> Guide | Technique:
        return self.technique if self.technique_id else self.guide

    @property
    def about(self) -> GuideVersion | Edition:
        return self.edition if self.edition_id else self.version

    @staticmethod
    def naming(about: GuideVersion | Edition) -> dict:
        """The fields that say which text, and so which page."""
        if isinstance(about, GuideVersion):
            return {"guide": about.guide, "version": about}
        return {"technique_id": about.id, "edition": about}
