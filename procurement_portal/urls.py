"""Routes. Each name is also the view's, the template's and the test's."""

from django.urls import include, path

from assistive_tech import urls as assistive_tech_urls
from guidance import urls as guidance_urls
from members import urls as members_urls
from members.admin import site as break_glass
from needs import urls as needs_urls
from procurement_portal import views

# Pages about boroughs show what other rooms know of them, so their views stand above the rooms.
member_routes = [
    path("boroughs", views.boroughs, name="boroughs"),
    path("boroughs/<slug:slug>", views.borough, name="borough"),
    *members_urls.urlpatterns,
]

# As do those about categories, and a need with the techniques that fit it.
need_routes = [
    path("categories/<slug:slug>", views.capability, name="capability"),
    path("needs/<reference:reference>", views.need, name="detail"),
    *needs_urls.urlpatterns,
]

# Finding a technique asks for the threshold, which the needs keep.
guidance_routes = [
    path("guidance/techniques/find", views.find_technique, name="find_technique"),
    *guidance_urls.urlpatterns,
]

# And those about case studies; last, because a slug could be any of the words before it.
case_study_routes = [
    *assistive_tech_urls.urlpatterns,
    path("case-studies/<slug:slug>", views.case_study, name="detail"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("moderation", views.moderation, name="moderation"),
    path("moderation/content", views.moderation_content, name="moderation_content"),
    path("moderation/guides-to-review", views.moderation_guidance, name="moderation_guidance"),
    path("moderation/comments", views.moderation_comments, name="moderation_comments"),
    path("moderation/appraisals", views.moderation_appraisals, name="moderation_appraisals"),
    path("moderation/barriers", views.moderation_barriers, name="moderation_barriers"),
    path("moderation/freshness", views.moderation_freshness, name="moderation_freshness"),
    path("moderation/freshness/<slug:slug>", views.remind_borough, name="remind_borough"),
    path("moderation/log", views.moderation_log, name="moderation_log"),
    path("", include((member_routes, members_urls.app_name))),
    path("", include((need_routes, needs_urls.app_name))),
    path("", include((guidance_routes, guidance_urls.app_name))),
    path("", include((case_study_routes, assistive_tech_urls.app_name))),
    path("", include("community.urls")),
    path("sign-in/", include("members.sign_in_urls")),
    path("admin/", break_glass.urls),
    # About the portal
    path("data", views.data, name="data"),
    path("help", views.help, name="help"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("privacy", views.privacy, name="privacy"),
    path("cookies", views.cookies, name="cookies"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    # Demonstration mode only
    path("demo/mail", views.demo_mail, name="demo_mail"),
    path("demo/mail/<str:file>/<int:number>", views.demo_mail_message, name="demo_mail_message"),
    path("demo/mail/<str:file>/<int:number>/html", views.demo_mail_html, name="demo_mail_html"),
]

handler400 = "procurement_portal.views.bad_request"
handler403 = "procurement_portal.views.forbidden"
handler404 = "procurement_portal.views.not_found"
handler500 = "procurement_portal.views.server_error"
