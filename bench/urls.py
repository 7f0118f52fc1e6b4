"""The addresses of the site, and beside them the page that does nothing."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.urls import path

from borgerforloeb import urls


@login_not_required
@transaction.non_atomic_requests
def hello(request):
    return HttpResponse(b"hello")


urlpatterns = [path("hello/", hello), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
