"""PostgreSQL: as which role, on which connections, and the history that triggers keep."""

import pghistory

from borgerforloeb.settings.environment import TESTING, env

DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///borgerforloeb")}
DATABASES["default"] |= {
    # AuditMiddleware does it: on behalf of who asks, and with the page drawn inside.
    "ATOMIC_REQUESTS": False,
    # A live server's threads would keep the test database from being dropped.
    "CONN_MAX_AGE": 0 if TESTING else 600,
    "CONN_HEALTH_CHECKS": True,
}
# Web and worker own nothing and see the rows of those they serve (docs/operations.md). None: as the one who
# signs in, for migrations and the demonstration (manage.py) and for what prepares the tests.
DATABASE_ROLE = env.str("DATABASE_ROLE", default="" if TESTING else "app_web")
AS_ROLE = f" -c role={DATABASE_ROLE}" if DATABASE_ROLE else ""
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        "connect_timeout": 5,
        # For what is asked through accounts.questions; all else Django writes out with its values.
        "prepare_threshold": 5,
        "options": f"-c statement_timeout=30000 -c lock_timeout=10000{AS_ROLE}",
    }
)
# The log's own connection: what is told on it stands at once, whatever becomes of the request.
DATABASES["log"] = DATABASES["default"] | {
    "ATOMIC_REQUESTS": False,
    "OPTIONS": DATABASES["default"]["OPTIONS"]
    | {"options": f"-c statement_timeout=10000 -c lock_timeout=3000{AS_ROLE}"},
    "TEST": {"MIRROR": "default"},
}
DATABASE_ROUTERS = ["borgerforloeb.audit.routing.LogRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Field history: every change of a tracked row, deletion too, by trigger, so that no code can go round it.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
