from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "borgerforloeb.drafts"
    verbose_name = "kladder"
