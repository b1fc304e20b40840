from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from guidance.filters import TechniqueFilter
from guidance.models import Technique
from guidance.permissions import can_edit_technique
from guidance.stages import published_guides
from guidance.technique_facts import facts_of, lists_of, texts_of
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
        "texts": texts_of(found),
        "facts": facts_of(found),
        "lists": lists_of(found),
        "guides": guides,
        "may_edit": can_edit_technique(request.user),
    }
    return render(request, "guidance/technique.html", context)
