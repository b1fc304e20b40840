from django.urls import path

from guidance import views

app_name = "guidance"

urlpatterns = [path("guidance", views.index, name="index")]
