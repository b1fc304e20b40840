from guidance.models.guide import (
    TEXT_FIELDS,
    Guide,
    GuideEvent,
    GuideVersion,
    ProblemStatement,
    Stage,
)
from guidance.models.technique import Technique

__all__ = [
    "TEXT_FIELDS",
    "Guide",
    "GuideEvent",
    "GuideVersion",
    "ProblemStatement",
    "Stage",
    "Technique",
]
