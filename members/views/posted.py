"""What a form is bound to."""


def posted(request):
    """The answers of a POST, an empty one included; None when the form is only looked at."""
    return request.POST if request.method == "POST" else None
