from guidance.models.answer import PageAnswer
from guidance.models.feedback import Feedback
from guidance.models.feedback_event import FeedbackEvent
from guidance.models.following import GuideFollow, GuideReading
from guidance.models.guide import (
    OWN_TEXT,
    TEXT_FIELDS,
    Guide,
    GuideEvent,
    GuideVersion,
    Stage,
)
from guidance.models.in_step import GuideInStep
from guidance.models.owning import GuideOwner
from guidance.models.picture import GuidePicture
from guidance.models.problem import ProblemStatement
from guidance.models.research import ResearchNote
from guidance.models.sheet import TechniqueSheet
from guidance.models.technique import (
    Edition,
    Level,
    MarketKnown,
    Purpose,
    Technique,
    TenderGroup,
)
from guidance.models.use import TechniqueUse

__all__ = [
    "OWN_TEXT",
    "TEXT_FIELDS",
    "Edition",
    "Feedback",
    "FeedbackEvent",
    "Guide",
    "GuideEvent",
    "GuideFollow",
    "GuideInStep",
    "GuideOwner",
    "GuidePicture",
    "GuideReading",
    "GuideVersion",
    "Level",
    "MarketKnown",
    "PageAnswer",
    "ProblemStatement",
    "Purpose",
    "ResearchNote",
    "Stage",
    "Technique",
    "TechniqueSheet",
    "TechniqueUse",
    "TenderGroup",
]
