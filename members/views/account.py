from django.shortcuts import render


def account(request):
    return render(request, "members/account.html", {})


def second_factor(request):
    """Why moderation is shut in this session, and how to open it."""
    return render(request, "members/second_factor.html", {})
