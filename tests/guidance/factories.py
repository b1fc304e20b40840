"""Pictures in guides, what readers say of them, and logged uses of techniques."""

import base64

import factory

from guidance.models import Feedback, GuidePicture, ResearchNote, TechniqueUse
from tests.factories import (
    BoroughFactory,
    Factory,
    GuideFactory,
    GuideVersionFactory,
    TechniqueFactory,
    UserFactory,
    days,
)


class GuidePictureFactory(Factory):
    class Meta:
        model = GuidePicture

    guide = factory.SubFactory(GuideFactory)
    content_hash = "a" * 64
    content_type = "image/png"
    content = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    width = height = 1
    alternative = "Two boroughs sign one contract"


class FeedbackFactory(Factory):
    """From somebody without an account, who agreed that it may be shown."""

    class Meta:
        model = Feedback

    version = factory.SubFactory(GuideVersionFactory, published=True)
    guide = factory.SelfAttribute("version.guide")
    section = "section-what-it-is"
    section_title = "What it is"
    text = "Say how long it takes."
    may_be_shown = True
    due = factory.LazyFunction(lambda: days(7))


class TechniqueFeedbackFactory(FeedbackFactory):
    """The same, of a part of a technique as it stands."""

    version = guide = None
    technique = factory.SubFactory(TechniqueFactory, what_it_is="Two speak.")
    edition = factory.LazyAttribute(lambda made: made.technique.history.first())
    section = "what-it-is"


class ResearchNoteFactory(Factory):
    class Meta:
        model = ResearchNote
        skip_postgeneration_save = True

    held_on = factory.LazyFunction(lambda: days(-20))
    kind = "supplier"
    who = "Small supplier of telecare"
    summary = "They hear of tenders too late."

    @factory.post_generation
    def problems(self, create, given):
        self.problems.set(given or [])


class TechniqueUseFactory(Factory):
    class Meta:
        model = TechniqueUse

    technique = factory.SubFactory(TechniqueFactory)
    borough = factory.SubFactory(BoroughFactory)
    by = factory.SubFactory(UserFactory)
    days = 4
    weeks = 3
