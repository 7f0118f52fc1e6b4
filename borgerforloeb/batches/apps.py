from django.apps import AppConfig


class BatchesConfig(AppConfig):
    name = "borgerforloeb.batches"
    verbose_name = "udskrift af mange planer"
