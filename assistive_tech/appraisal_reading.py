"""How two appraisals read: side by side, what was agreed, and what the rules made of it."""

from assistive_tech.appraisal_forms import TRANSFER
from assistive_tech.appraising import (
    MOST_POINTS,
    RULE,
    Answer,
    Item,
    in_order,
    kappa,
    level_in_words,
)
from assistive_tech.models import Appraisal, CaseStudy, Reconciliation
from assistive_tech.rating import MARYLAND
from assistive_tech.reading import NOT_GIVEN, period
from assistive_tech.vocabulary import Confidence, Connectivity
from members.permissions import is_member

SETTLED = (CaseStudy.Status.RECONCILED, CaseStudy.Status.PUBLISHED, CaseStudy.Status.DUE)
ROLES = ("First moderator", "Second moderator")
ANALOGUE = "Uses an analogue telephone line, which is being switched off"
KAPPA_IS = "1 is full agreement, 0 is what chance would give."
NO_KAPPA = "Kappa cannot be worked out: both gave one and the same answer to everything."
NOTHING_YET = (
    "Not appraised yet. Two moderators who did not write it score it, each without seeing the "
    "other’s answers."
)
BOTH_IN = (
    "Two moderators have scored it, each alone. What they agree on is shown when it is settled."
)


def kappa_words(value: float | None) -> str:
    return NO_KAPPA if value is None else f"Cohen’s kappa {value:.2f}. {KAPPA_IS}"


def names_of(user, pair: Reconciliation) -> tuple[str, str]:
    """Members read who appraised; others read in what role."""
    people = (pair.first_scorer, pair.second_scorer)
    if not is_member(user):
        return ROLES
    return tuple(str(who) if who else role for who, role in zip(people, ROLES, strict=True))


def current_pair(user, study: CaseStudy) -> Reconciliation | None:
    pairs = (
        Reconciliation.objects.visible_to(user)
        .current()
        .filter(study=study)
        .select_related("first_scorer", "second_scorer", "settled_by", "published_by")
        .prefetch_related("appraisals")
    )
    pair = pairs.first()
    if pair:
        pair.study = study
    return pair


def side_by_side(pair: Reconciliation) -> list[dict]:
    """Each item with both answers, whether they are the same, and what was agreed if it was."""
    first, second = pair.both()
    rows = []
    for item in Item:
        answers = Answer(first.answers[item]), Answer(second.answers[item])
        agreed = pair.answers.get(item.value)
        rows.append(
            {
                "label": item.label,
                "first": answers[0].label,
                "second": answers[1].label,
                "same": answers[0] == answers[1],
                "agreed": Answer(agreed).label if agreed else "",
            }
        )
    return rows


def transfer_rows(pair: Reconciliation, names: tuple[str, str]) -> list[dict]:
    """What both think of using it in London; not reconciled, because it changes no axis."""
    first, second = pair.both()
    rows = []
    for name in TRANSFER:
        label = Appraisal._meta.get_field(name).verbose_name
        said = [Answer(getattr(each, name)).label for each in (first, second)]
        value = said[0] if said[0] == said[1] else f"{names[0]}: {said[0]}. {names[1]}: {said[1]}."
        rows.append({"key": label, "value": value, "typed": True})
    notes = [each.transfer_note for each in (first, second) if each.transfer_note]
    if notes:
        rows.append({"key": "To bear in mind", "value": "\n".join(notes), "typed": True})
    return rows


def facts_to_transfer(study: CaseStudy) -> list[dict]:
    """What the record itself says of place, time and connectivity, for those who judge it."""
    lines = [Connectivity(value).label for value in study.connectivity]
    warning = f" {ANALOGUE}." if Connectivity.ANALOGUE in study.connectivity else ""
    rows = (
        ("Place", ", ".join(filter(None, [study.location, study.country]))),
        ("When", period(study.began, study.ended)),
        ("Connects by", f"{', '.join(lines)}.{warning}" if lines else ""),
    )
    return [{"key": key, "value": value or NOT_GIVEN, "typed": True} for key, value in rows]


def facts_to_score(study: CaseStudy) -> list[dict]:
    """What the record says that bears on level and confidence."""
    sample = [f"{study.enrolled:,} began" if study.enrolled else ""]
    sample += [f"{study.completed:,} were measured at the end" if study.completed else ""]
    rows = (
        ("Kind of source", study.get_source_type_display()),
        ("Supplier paid", study.get_supplier_funded_display()),
        ("Design", study.get_design_display()),
        ("Comparison", study.get_comparator_display()),
        ("Measured before it began", study.get_baseline_display()),
        ("Sample", ", ".join(filter(None, sample))),
        ("How it was evaluated", study.evaluation_method),
        ("Level by these facts", by_design(study)),
    )
    return [{"key": key, "value": value or NOT_GIVEN, "typed": True} for key, value in rows]


def by_design(study: CaseStudy) -> str:
    """The level that follows from the record's fields, with Maryland beside it."""
    found = study.strength
    if found.nesta is None:
        return "None: the design is not known"
    maryland = found.maryland
    beside = "" if maryland is None else f" Maryland {maryland} of 5: {_small(MARYLAND[maryland])}."
    return f"Nesta {level_in_words(found.nesta)}.{beside}"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def outcome_of(user, study: CaseStudy) -> dict:
    """What the record's page says of its appraisal: both axes once settled, a sentence before."""
    if not study.is_listed:
        return {}
    pair = current_pair(user, study) if study.status in SETTLED else None
    if pair is None or pair.finding is None:
        waits = study.status == CaseStudy.Status.APPRAISED
        return {
            "appraisal": {
                "by_design": by_design(study),
                "before": BOTH_IN if waits else NOTHING_YET,
            }
        }
    found, names = pair.finding, names_of(user, pair)
    rows = side_by_side(pair)
    return {
        "appraisal": {
            "by_design": by_design(study),
            "level": f"Nesta {level_in_words(found.level)}",
            "confidence": Confidence(found.confidence).label,
            "points": f"{found.points} of {MOST_POINTS} points",
            "rule": RULE,
            "caps": found.caps,
            "rows": rows,
            "names": names,
            "same": sum(row["same"] for row in rows),
            "kappa": kappa_words(pair.kappa),
            "note": pair.note,
            "notes": [each.notes for each in pair.both() if each.notes],
            "transfer": transfer_rows(pair, names),
            "settled_at": pair.settled_at,
            "settled_by": pair.settled_by if is_member(user) else None,
        }
    }


def agreement_so_far(user) -> dict:
    """Kappa over every pair this person may see, item by item: {studies, items, words}."""
    pairs = Reconciliation.objects.visible_to(user).current().prefetch_related("appraisals")
    first, second, studies = [], [], 0
    for pair in pairs:
        one, other = pair.both()
        first += in_order(one.answers)
        second += in_order(other.answers)
        studies += 1
    return {"studies": studies, "items": len(first), "words": kappa_words(kappa(first, second))}
