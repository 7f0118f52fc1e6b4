from importlib import import_module

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "borgerforloeb.staff"

    def ready(self) -> None:
        # Its receivers write to models, so it can be read only when all models are.
        import_module("borgerforloeb.staff.arrivals")
