from assistive_tech.models.case_study import (
    CaseStudy,
    CaseStudyEvent,
    OutcomeResult,
    TechnologyClass,
)

__all__ = ["CaseStudy", "CaseStudyEvent", "OutcomeResult", "TechnologyClass"]
