from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "borgerforloeb.audit"
    verbose_name = "log"
