from assistive_tech.models.case_study import CaseStudy, CaseStudyEvent, TechnologyClass
from assistive_tech.models.outcome import OutcomeResult

__all__ = ["CaseStudy", "CaseStudyEvent", "OutcomeResult", "TechnologyClass"]
