from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "borgerforloeb.decisions"
    verbose_name = "Afgørelser"
