from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "borgerforloeb.disclosures"
    label = "disclosures"
    verbose_name = "udlevering"
