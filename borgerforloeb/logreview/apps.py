from django.apps import AppConfig


class LogReviewConfig(AppConfig):
    name = "borgerforloeb.logreview"
    verbose_name = "logkontrol"
