from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.text import slugify

from assistive_tech.forms import BeginForm
from assistive_tech.models import CaseStudy, Interview
from assistive_tech.permissions import boroughs_to_write_for, can_create_case_study
from members.models import Borough
from members.permissions import borough_ids

ONLY_AT_LEADS = (
    "A borough’s assistive technology lead writes its case studies. Your borough’s lead can "
    "give somebody that role."
)


def mine(request):
    """Every case study of the person's own boroughs, drafts among them."""
    own = borough_ids(request.user)
    if not own:
        raise PermissionDenied("Only accepted members of a borough see this page.")
    studies = (
        CaseStudy.objects.visible_to(request.user)
        .filter(borough__in=own)
        .select_related("borough", "technology_class")
        .defer("search")
    )
    to_confirm = Interview.objects.visible_to(request.user).filter(borough__in=own).to_confirm()
    context = {
        "studies": list(studies),
        "may_create": can_create_case_study(request.user),
        "to_confirm": [one.case_study for one in to_confirm.select_related("case_study")],
    }
    return render(request, "assistive_tech/mine.html", context)


def new(request):
    """Begin a draft: a title, a borough and a kind; the rest is asked section by section."""
    if not can_create_case_study(request.user):
        raise PermissionDenied(ONLY_AT_LEADS)
    boroughs = Borough.objects.filter(gss__in=boroughs_to_write_for(request.user))
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        boroughs=boroughs,
        initial={"borough": boroughs.first()},
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "assistive_tech/new.html", {"form": form})
    study = CaseStudy(**form.cleaned_data)
    study.slug = slugify(f"{study.title[:100]}-{study.code}")
    study.save_edit(by=request.user, started_from=0)
    messages.success(request, "Saved as a draft. Only your borough and LOTI see it.")
    return redirect("assistive_tech:edit", slug=study.slug)
