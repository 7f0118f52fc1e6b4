"""Searching outside one's own courses, as a browser does it."""

import re
import time

from django.urls import reverse

ADDRESS = reverse("casework:outside")
CHANGING = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"|outside/[0-9a-f-]{36}/|"kept" value="[^"]+"'
    rb'|data-left="[0-9]+"'  # how many seconds the session has left
)
WHY = "Borgeren er henvist til mig fra jobcentret."


def look(client, text):
    """The answer to the search and the page that it leads to."""
    answer = client.post(ADDRESS, {"q": text})
    return answer, client.get(answer.url)


def bare(response) -> tuple[int, bytes, list[tuple[str, str]]]:
    headers = [(name, CHANGING.sub(b"", value.encode()).decode()) for name, value in response.headers.items()]
    return response.status_code, CHANGING.sub(b"", response.content), headers


def proven(client, user, *, method="password", ago=0):
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session.save()


def search_for(client, course):
    return client.post(ADDRESS, {"q": course.number}).url + "emergency/"
