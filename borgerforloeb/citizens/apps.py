from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "borgerforloeb.citizens"
