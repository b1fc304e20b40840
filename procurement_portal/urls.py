"""Routes. Each name is also the view's, the template's and the test's."""

from django.contrib import admin
from django.urls import include, path

from procurement_portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("", include("members.urls")),
    path("", include("needs.urls")),
    path("", include("guidance.urls")),
    path("", include("assistive_tech.urls")),
    path("", include("community.urls")),
    path("sign-in/", include("members.sign_in_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "procurement_portal.views.bad_request"
handler403 = "procurement_portal.views.forbidden"
handler404 = "procurement_portal.views.not_found"
handler500 = "procurement_portal.views.server_error"
