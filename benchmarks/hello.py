"""The portal's addresses, and one that answers two words: what the stack alone costs a visitor.

The portal's own probes do not do for it: they read no cookies, so nobody is signed in there.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from procurement_portal import urls

HELLO = "/hello-world"
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@login_not_required
def hello(request):
    """Every page of the portal says who is signed in, so this one has to know."""
    return HttpResponse("Hello, member" if request.user.is_authenticated else "Hello, stranger")


urlpatterns = [path(HELLO.removeprefix("/"), hello), *urls.urlpatterns]
