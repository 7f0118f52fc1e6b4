from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "borgerforloeb.casework"
