from django.urls import path

from assistive_tech import views

app_name = "assistive_tech"

urlpatterns = [path("case-studies", views.index, name="index")]
