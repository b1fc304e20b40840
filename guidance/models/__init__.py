from guidance.models.guide import Guide, GuideEvent, GuideVersion, ProblemStatement, Stage
from guidance.models.technique import Technique

__all__ = ["Guide", "GuideEvent", "GuideVersion", "ProblemStatement", "Stage", "Technique"]
