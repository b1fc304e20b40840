from assistive_tech.models.barrier import Barrier, BarrierEvent
from assistive_tech.models.barrier_action import ActionProgress, BarrierAction, BarrierActionEvent
from assistive_tech.models.barrier_file import BarrierFile
from assistive_tech.models.barrier_merge import BarrierMerge, BarrierMergeEvent
from assistive_tech.models.barrier_sharing import BarrierBorough, BarrierLink
from assistive_tech.models.case_study import CaseStudy, CaseStudyEvent
from assistive_tech.models.outcome import OutcomeResult
from assistive_tech.models.technology_class import TechnologyClass

__all__ = [
    "ActionProgress",
    "Barrier",
    "BarrierAction",
    "BarrierActionEvent",
    "BarrierBorough",
    "BarrierEvent",
    "BarrierFile",
    "BarrierLink",
    "BarrierMerge",
    "BarrierMergeEvent",
    "CaseStudy",
    "CaseStudyEvent",
    "OutcomeResult",
    "TechnologyClass",
]
