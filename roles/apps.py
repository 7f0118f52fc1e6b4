from importlib import import_module

from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"
    verbose_name = "adgang"

    def ready(self) -> None:
        # Its check is known to `manage.py check` from then on; it asks the models, so they are read first.
        import_module("roles.guard")
