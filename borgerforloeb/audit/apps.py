from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "borgerforloeb.audit"
    verbose_name = "log"

    def ready(self) -> None:
        # Its receivers write to a model, so it can be read only when all models are.
        import_module("borgerforloeb.audit.signins")
        # A check that `manage.py check` knows of from then on.
        import_module("borgerforloeb.audit.recording")
