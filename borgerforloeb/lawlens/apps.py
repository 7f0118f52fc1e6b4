from django.apps import AppConfig


class LawlensConfig(AppConfig):
    name = "borgerforloeb.lawlens"
    verbose_name = "Lovlinsen"
