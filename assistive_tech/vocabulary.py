"""The closed lists of the template of case studies: what may be chosen, in the field's words.

Pure: choices only. Values are stored and stand in addresses, so a value is never reused for
another meaning.
"""

from django.db.models import TextChoices


class YesNoUnknown(TextChoices):
    """Unknown is an answer: nobody is made to guess."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class SourceType(TextChoices):
    PEER_REVIEWED = "peer_reviewed", "Peer-reviewed study"
    EVALUATION = "evaluation_report", "Evaluation report"
    COUNCIL = "council_page", "Council or public body’s page"
    SUPPLIER = "supplier_material", "Supplier’s material"
    NEWS = "news", "News"
    INTERVIEW = "interview", "Interview"


class OutcomeArea(TextChoices):
    """What somebody wants to change: the rows of the gap map, most asked for first."""

    INDEPENDENCE = "independence", "Staying independent at home"
    FALLS = "falls", "Falls"
    SAFETY = "safety", "Safety and risk"
    HOSPITAL = "hospital", "Hospital and emergency use"
    HEALTH = "health", "Health and symptoms"
    WELLBEING = "wellbeing", "Wellbeing and loneliness"
    CARERS = "carers", "Unpaid carers’ strain"
    MEDICATION = "medication", "Medicines"
    STAFF_TIME = "staff_time", "Care staff time and strain"
    CARE_COST = "care_cost", "Cost of care"
    HOUSING = "housing", "Homes: damp, cold and repairs"
    TAKE_UP = "take_up", "Take-up and use"


class Population(TextChoices):
    OLDER = "older_people", "Older people"
    DEMENTIA = "dementia", "People living with dementia"
    LEARNING = "learning_disability", "People with a learning disability"
    AUTISTIC = "autistic_people", "Autistic people"
    PHYSICAL = "physical_disability", "People with a physical disability"
    MENTAL_HEALTH = "mental_health", "People with mental ill health"
    SENSORY = "sensory_loss", "People with sight or hearing loss"
    LONG_TERM = "long_term_condition", "People with a long-term condition"
    CARERS = "unpaid_carers", "Unpaid carers"
    TENANTS = "tenants", "Tenants"
    STAFF = "care_staff", "Care staff"


class Connectivity(TextChoices):
    ANALOGUE = "analogue", "Analogue telephone line"
    BROADBAND = "broadband", "Broadband or wi-fi"
    CELLULAR = "cellular", "Mobile network"
    LOW_POWER = "low_power", "Low-power wide-area network"
    NONE = "none", "None needed"


class Design(TextChoices):
    """How the results were found, strongest first."""

    REVIEW = "systematic_review", "Systematic review"
    RANDOMISED = "rct", "Randomised trial"
    CLUSTER = "cluster_rct", "Randomised trial by site"
    COHORT = "cohort_study", "Cohort study"
    BEFORE_AFTER = "before_after", "Before and after"
    SERVICE = "service_evaluation", "Service evaluation"
    QUALITATIVE = "qualitative", "Interviews or observation"
    PILOT = "pilot_report", "Pilot report"
    ECONOMIC = "economic_model", "Economic model"
    PROJECTION = "projection_only", "Projected, not measured"
    UNKNOWN = "not_stated", "Not known"


class Comparator(TextChoices):
    """Who the people with the technology were compared with."""

    USUAL_CARE = "usual_care", "People with usual care"
    OTHER_TECHNOLOGY = "other_technology", "People with other technology"
    MATCHED = "matched", "Similar people, from records"
    WAITING = "waiting_list", "People waiting for it"
    NONE = "none", "Nobody: no comparison group"
    UNKNOWN = "unknown", "Not known"


class Measure(TextChoices):
    ONS4 = "ons4", "ONS4 personal wellbeing"
    SWEMWBS = "swemwbs", "SWEMWBS mental wellbeing"
    EQ5D5L = "eq_5d_5l", "EQ-5D-5L quality of life"
    ASCOT = "ascot", "ASCOT social care outcomes"
    DE_JONG = "de_jong_gierveld", "De Jong Gierveld loneliness"
    OTHER_VALIDATED = "other_validated", "Another validated measure"
    RECORDS = "routine_records", "Routine records"
    BESPOKE = "bespoke", "Questions made for this"


class SavingsKind(TextChoices):
    """What a saving is: only the first leaves money in a budget."""

    CASHABLE = "cashable", "Cashable"
    AVOIDED = "avoided", "Avoided"
    CAPACITY = "capacity", "Capacity"


class SavingsBasis(TextChoices):
    YEAR = "year", "A year"
    WHOLE = "whole", "Over the whole time"


class Now(TextChoices):
    CONTINUED = "continued", "Continued"
    SCALED = "scaled", "Scaled up"
    STOPPED = "stopped", "Stopped"
    UNKNOWN = "unknown", "Not known"


class ResultKind(TextChoices):
    OBJECTIVE = "objective", "Counted or recorded"
    SUBJECTIVE = "subjective", "What people said"


class Confidence(TextChoices):
    """How far a result can be believed, from two appraisals that agree; weakest first."""

    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    HIGH = "high", "High"
