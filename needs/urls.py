from django.urls import path

from needs import views

app_name = "needs"

urlpatterns = [path("needs", views.index, name="index")]
