from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from members.models import Borough


@login_not_required
def boroughs(request):
    """The 33 boroughs, for everybody."""
    return render(request, "members/boroughs.html", {"boroughs": Borough.objects.all()})


@login_not_required
def borough(request, slug):
    found = get_object_or_404(Borough, slug=slug)
    return render(request, "members/borough.html", {"borough": found})
