"""What each stage of a purchase is about, in a sentence, and its guides in order."""

from guidance.models import Guide, Stage

ABOUT = {
    Stage.PREPARATION: "What to keep up all year, tied to no single purchase.",
    Stage.STRATEGY: "What to find out before you decide what to buy, and with whom.",
    Stage.DESIGN: "What to put in the specification and the contract.",
    Stage.EXECUTION: "How to choose the route, run the procedure and decide.",
    Stage.MANAGEMENT: "How to get what you bought, make it better and be ready to leave.",
    Stage.COLLABORATION: "How far to go with other boroughs, and what each step commits you to.",
}


def published_guides(user, *, with_text: bool = False) -> list[Guide]:
    """Published guides in the order of the stages, each with its published version.

    Its text is read from the database only `with_text`.
    """
    order = list(Stage)
    guides = (
        Guide.objects.visible_to(user)
        .filter(published_version__isnull=False)
        .select_related("published_version")
        .defer("published_version__body")
    )
    if not with_text:
        guides = guides.defer("published_version__body", "published_version__html")
    return sorted(guides, key=lambda guide: (order.index(guide.stage), guide.position, guide.slug))


def by_stage(guides: list[Guide]) -> list[dict]:
    """Stages with their guides, as {"label", "id", "about", "guides"}; empty ones are left out."""
    stages = [
        {
            "label": stage.label,
            "id": f"stage-{stage.value}",
            "about": ABOUT[stage],
            "guides": [guide for guide in guides if guide.stage == stage],
        }
        for stage in Stage
    ]
    return [stage for stage in stages if stage["guides"]]


def neighbours(guide: Guide, guides: list[Guide]) -> tuple[Guide | None, Guide | None]:
    """The guides before and after this one within its stage."""
    stage = [other for other in guides if other.stage == guide.stage]
    place = next((i for i, other in enumerate(stage) if other.pk == guide.pk), None)
    if place is None:
        return None, None
    before = stage[place - 1] if place else None
    after = stage[place + 1] if place + 1 < len(stage) else None
    return before, after
