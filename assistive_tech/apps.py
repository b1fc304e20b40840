from django.apps import AppConfig


class AssistiveTechConfig(AppConfig):
    name = "assistive_tech"
    default_auto_field = "django.db.models.BigAutoField"
