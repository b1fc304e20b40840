from assistive_tech.models.appraisal import Appraisal, AppraisalEvent
from assistive_tech.models.barrier import Barrier, BarrierEvent
from assistive_tech.models.barrier_action import ActionProgress, BarrierAction, BarrierActionEvent
from assistive_tech.models.barrier_file import BarrierFile
from assistive_tech.models.barrier_merge import BarrierMerge, BarrierMergeEvent
from assistive_tech.models.barrier_sharing import BarrierBorough, BarrierLink, BarrierTrial
from assistive_tech.models.candidate import Candidate, CandidateEvent
from assistive_tech.models.case_study import CaseStudy, CaseStudyEvent
from assistive_tech.models.interview import Interview, InterviewEvent
from assistive_tech.models.outcome import OutcomeResult
from assistive_tech.models.reconciliation import Reconciliation
from assistive_tech.models.technology_class import TechnologyClass
from assistive_tech.models.trial import Trial, TrialEvent
from assistive_tech.models.trial_place import TrialBorough, TrialMonth

__all__ = [
    "ActionProgress",
    "Appraisal",
    "AppraisalEvent",
    "Barrier",
    "BarrierAction",
    "BarrierActionEvent",
    "BarrierBorough",
    "BarrierEvent",
    "BarrierFile",
    "BarrierLink",
    "BarrierMerge",
    "BarrierMergeEvent",
    "BarrierTrial",
    "Candidate",
    "CandidateEvent",
    "CaseStudy",
    "CaseStudyEvent",
    "Interview",
    "InterviewEvent",
    "OutcomeResult",
    "Reconciliation",
    "TechnologyClass",
    "Trial",
    "TrialBorough",
    "TrialEvent",
    "TrialMonth",
]
