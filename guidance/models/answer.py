"""Whether a page was useful: a yes or a no, and a few words; nothing says who answered."""

from django.db import models
from django.utils import timezone

from guidance.models.about import AboutPage, AboutPageQuerySet, about_one
from members.permissions import is_moderator


class PageAnswerQuerySet(AboutPageQuerySet):
    def visible_to(self, user):
        """The team's alone."""
        return self if is_moderator(user) else self.none()


class PageAnswer(AboutPage):
    """One answer to "Is this page useful?", about the text that was read.

    No account, address or session is kept with it.
    """

    useful = models.BooleanField()
    words = models.CharField(
        "What should we change, or keep?",
        max_length=300,
        blank=True,
        help_text="Do not write names or anything about a resident. We cannot reply here",
    )
    at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False, db_default=False)

    objects = PageAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=about_one(),
                name="page_answer_about_one_page",
                violation_error_message="Name a guide or a technique, and not both",
            )
        ]

    def __str__(self):
        return f"{'Yes' if self.useful else 'No'}: {self.page}"

    @classmethod
    def of_reader(cls, pk: str) -> "PageAnswer | None":
        """The answer that a signed address was made for."""
        return cls.objects.filter(pk=pk).with_page().first()

    def add_words(self, words: str) -> None:
        """What was said after the answer, once: an address that is passed on changes nothing."""
        PageAnswer.objects.filter(pk=self.pk, words="").update(words=words)
