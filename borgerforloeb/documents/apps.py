from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "borgerforloeb.documents"
