import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from roles import guard

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borgerforloeb.settings")

application = get_wsgi_application()
guard.refuse_to_start_without()
# Every page is loaded now, in each process, and not by the first visitor who happens to meet it.
get_resolver().url_patterns  # noqa: B018 - asking is what loads them
