from django.apps import AppConfig


class LanguageConfig(AppConfig):
    name = "borgerforloeb.language"
