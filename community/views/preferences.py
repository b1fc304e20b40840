"""How often somebody hears from us, and the way out that needs no sign-in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.forms import PreferenceForm
from community.models import DigestPreference
from community.permissions import can_follow_capability
from community.unsubscribing import stop_digests, user_of_token


def preferences(request):
    user = request.user
    followed = [follow.capability for follow in user.follows.select_related("capability")]
    technologies = followed_technologies(user)
    preference = DigestPreference.of(user)
    may_follow = can_follow_capability(user)
    form = PreferenceForm(
        request.POST or None,
        instance=preference,
        followed=[capability.pk for capability in followed],
        technologies=[technology.pk for technology in technologies],
        may_follow=may_follow,
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        if added := form.cleaned_data.get("add"):
            user.follows.get_or_create(capability=added)
        if added := form.cleaned_data.get("add_technology"):
            user.followed_technologies.get_or_create(technology_class=added)
        messages.success(request, "Your choice is saved")
        return redirect("community:preferences")
    context = {
        "form": form,
        "followed": followed,
        "guides": followed_guides(user),
        "technologies": technologies,
        "may_follow": may_follow,
    }
    return render(request, "community/preferences.html", context)


def followed_technologies(user) -> list:
    """Kinds of assistive technology this person follows, by their names."""
    follows = user.followed_technologies.select_related("technology_class")
    return [follow.technology_class for follow in follows.order_by("technology_class__name")]


def followed_guides(user) -> list:
    """Published guides this person follows, by their titles."""
    follows = user.followed_guides.filter(guide__published_version__isnull=False)
    follows = follows.select_related("guide__published_version").order_by(
        "guide__published_version__title"
    )
    return [follow.guide for follow in follows]


@login_not_required
@csrf_exempt  # a mail program posts here with nothing but the link (RFC 8058, section 3.2)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """GET asks, because mail filters open links; POST acts, and may come twice."""
    user = user_of_token(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        stop_digests(user)
    return render(request, "community/unsubscribe.html", {"done": request.method == "POST"})
