from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from guidance.filters import TechniqueFilter
from guidance.models import Technique
from guidance.permissions import can_edit_technique
from guidance.stages import published_guides
from procurement_portal.lib.filter_links import chips_of, kept


@login_not_required
def techniques(request):
    listed = TechniqueFilter(request.GET, queryset=Technique.objects.visible_to(request.user))
    rows = list(listed.qs.defer("search"))
    context = {
        "form": listed.form,
        "techniques": rows,
        "chips": chips_of(listed.form, kept(request.GET, listed.form), request.path),
    }
    return render(request, "guidance/techniques.html", context)


@login_not_required
def technique(request, slug):
    found = get_object_or_404(Technique.objects.visible_to(request.user), slug=slug)
    guides = [guide for guide in published_guides(request.user) if guide.stage == found.stage]
    context = {
        "technique": found,
        "facts": facts_of(found),
        "guides": guides,
        "may_edit": can_edit_technique(request.user),
    }
    return render(request, "guidance/technique.html", context)


def facts_of(technique) -> list[dict[str, str]]:
    return [
        {"key": "Stage", "value": technique.get_stage_display()},
        {"key": "Effort for your team", "value": technique.get_effort_display()},
        {"key": "How long it takes", "value": technique.typical_duration},
        {"key": "Use it when", "value": technique.when_to_use},
        {"key": "With other boroughs", "value": technique.collaborative_use},
    ]
