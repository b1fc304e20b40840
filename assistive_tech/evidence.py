"""What each level of evidence means, in words a reader can use. The levels are our judgement."""

from assistive_tech.models import CaseStudy

Level = CaseStudy.EvidenceLevel

MEANING = {
    Level.REVIEW: "Researchers gathered every study they could find and weighed them together.",
    Level.RANDOMISED: "People were put in a group with or without it by chance, so a difference "
    "is likely to come from the technology.",
    Level.CLUSTER: "Whole sites were given it or not by chance, so a difference is likely to come "
    "from the technology.",
    Level.COHORT: "People with it were followed and compared with similar people without it. "
    "The groups may differ in other ways.",
    Level.BEFORE_AFTER: "The same measure was taken before and after. Something else may have "
    "changed in between.",
    Level.SERVICE: "The service looked at its own results, usually with nobody to compare with.",
    Level.PILOT: "A small trial that shows whether it can be done, more than how much it helps.",
    Level.ECONOMIC: "A calculation from assumptions and some data, not a measurement.",
    Level.PROJECTION: "The figures are forecasts. Nothing was measured when this was read.",
    Level.PRESS: "The figures come from the press and could not be traced to a study.",
    Level.VENDOR: "The figures come from the supplier and were not checked by anybody else.",
    Level.UNKNOWN: "Nothing says how the results were found.",
}
OURS = "The level is this portal’s judgement of how the results were found, not a verdict on them."
CLAIM_OF = {
    Level.VENDOR: "Claim by a supplier",
    Level.PRESS: "Claim in the press",
    Level.PROJECTION: "Forecast, not measured",
}
CLAIM_IN_WORDS = {
    Level.VENDOR: "These figures are what the supplier says. Nobody else has checked them.",
    Level.PRESS: "These figures are what the press reports. They could not be traced to a study.",
    Level.PROJECTION: "These figures are forecasts. Nothing had been measured when this was read.",
}
STRENGTH = {level: place for place, level in enumerate(Level)}  # 0 is the strongest
