"""One settings file, read from the environment; docs/operations.md lists every variable.

A secret NAME may also be given as a file by NAME_FILE. With DEBUG off nothing has an unsafe default.
"""

import sys
from datetime import timedelta
from pathlib import Path

import environ
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=False)
TESTING = "pytest" in sys.modules

# The demo offers sign-in without a password, so it may never run where DEBUG is off.
DEMO = env.bool("DEMO", default=False)
if DEMO and not DEBUG:
    raise ImproperlyConfigured("DEMO=1 kræver DEBUG=1: demo-login må aldrig være åbent i drift.")


def secret(name: str, development: str) -> str:
    value = env.str(name, default=development if DEBUG or TESTING else "")
    if not value:
        raise ImproperlyConfigured(f"{name} (eller {name}_FILE) mangler. Se docs/operations.md.")
    return value


SECRET_KEY = secret("SECRET_KEY", "only-for-development-" + "x" * 50)
# CPR numbers are encrypted with the first key and can be read with all of them (rotation); looked up by HMAC.
CPR_KEYS = secret("CPR_KEYS", "b25seS1mb3ItZGV2ZWxvcG1lbnQtMTIzNDU2Nzg5MDE=").split(",")
CPR_LOOKUP_KEY = secret("CPR_LOOKUP_KEY", "only-for-development")
# Signs the seals of the log (Ed25519). Only the worker and who verifies need it, so the web starts without.
SEAL_KEY_OF_DEVELOPMENT = "b25seS1mb3ItZGV2ZWxvcG1lbnQtMTIzNDU2Nzg5MDE="
LOG_SEAL_KEY = env.str("LOG_SEAL_KEY", default=SEAL_KEY_OF_DEVELOPMENT if DEBUG or TESTING else "")
# Public keys of earlier ones, with commas between.
LOG_SEAL_OLD_KEYS = env.list("LOG_SEAL_OLD_KEYS", default=[])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
MUNICIPALITY = env.str("MUNICIPALITY", default="Hegnsborg Kommune")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
LOG_ANCHOR_FILE = env.str("LOG_ANCHOR_FILE", default="")  # none: in VAR_DIR

INSTALLED_APPS = [
    "borgerforloeb.accounts",
    "borgerforloeb.drafts",
    "borgerforloeb.audit",
    "borgerforloeb.law",
    "borgerforloeb.notices",
    "borgerforloeb.documents",
    "borgerforloeb.citizens",
    "roles",
    "borgerforloeb.disclosures",
    "borgerforloeb.casework",
    "borgerforloeb.logreview",
    "plans",
    "networkmeetings",
    "outcomes",
    "borgerforloeb.pages",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "borgerforloeb.accounts.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "borgerforloeb.accounts.middleware.SignInRequiredMiddleware",
    "borgerforloeb.accounts.middleware.ActivityMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "borgerforloeb.accounts.middleware.SecondFactorMiddleware",
    "borgerforloeb.audit.middleware.AuditMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "borgerforloeb.urls"
WSGI_APPLICATION = "borgerforloeb.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "borgerforloeb.pages.frame.frame",
            ],
            "builtins": [
                "borgerforloeb.accounts.templatetags.danish",
                "borgerforloeb.drafts.templatetags.drafts",
            ],
        },
    },
]
FORM_RENDERER = "borgerforloeb.accounts.widgets.PythonRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["dkfds"]
CRISPY_TEMPLATE_PACK = "dkfds"
CRISPY_FAIL_SILENTLY = False

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
    {"connect_timeout": 5, "options": f"-c statement_timeout=30000 -c lock_timeout=10000{AS_ROLE}"}
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

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "borgerforloeb.accounts.hashers.OwaspArgon2Hasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:worklist"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "borgerforloeb.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# axes counts, in the database, and delays instead of locking out; a town hall may sign in from one address.
ACCOUNT_RATE_LIMITS = {"login_failed": False, "login": False}
ACCOUNT_FORMS = {
    "login": "borgerforloeb.accounts.forms.SignInForm",
    "change_password": "borgerforloeb.accounts.forms.NewPasswordForm",
    "reauthenticate": "borgerforloeb.accounts.forms.ConfirmPasswordForm",
}
# The municipality's own sign-in, by either protocol; off until it is named. docs/operations.md tells how.
NSIS = "https://data.gov.dk/concept/core/nsis/loa"
SIGN_IN_LEVELS = env.list(
    "SIGN_IN_LEVELS", default=[f"{NSIS}/Substantial", f"{NSIS}/High", "Substantial", "High"]
)
SIGN_IN_ROLES = env.json("SIGN_IN_ROLES", default={})  # job-function role -> capability, or a list of them
SIGN_IN_CLAIMS = {  # what we call it -> what it may be called there, the first that is found
    "username": ["preferred_username", "urn:oid:0.9.2342.19200300.100.1.1"],
    "name": ["name", "https://data.gov.dk/model/core/eid/fullName", "urn:oid:2.5.4.3"],
    "title": ["title", "urn:oid:2.5.4.12"],
    "email": ["email", "https://data.gov.dk/model/core/eid/email", "urn:oid:0.9.2342.19200300.100.1.3"],
    "unit": ["organisation_unit", "urn:borgerforloeb:unit"],
    "roles": ["roles", "urn:borgerforloeb:roles"],
    "level": ["acr", NSIS],
} | env.json("SIGN_IN_CLAIMS", default={})
SOCIALACCOUNT_PROVIDERS = {}
if OIDC_ISSUER := env.str("OIDC_ISSUER", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": env.str("OIDC_ID", default="kommunen"),
                "name": MUNICIPALITY,
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER, "fetch_userinfo": False},
            }
        ],
        "AUTH_PARAMS": {"acr_values": " ".join(SIGN_IN_LEVELS)},
    }
if SAML_ENTITY_ID := env.str("SAML_IDP_ENTITY_ID", default=""):
    SOCIALACCOUNT_PROVIDERS["saml"] = {
        "APPS": [
            {
                "provider_id": SAML_ENTITY_ID,
                "name": MUNICIPALITY,
                "client_id": env.str("SAML_ID", default="kommunen"),
                "settings": {
                    "idp": {
                        "entity_id": SAML_ENTITY_ID,
                        "sso_url": env.str("SAML_IDP_SSO_URL"),
                        "x509cert": env.str("SAML_IDP_CERTIFICATE"),
                    },
                    "advanced": {
                        "x509cert": env.str("SAML_SP_CERTIFICATE", default="") or None,
                        "private_key": env.str("SAML_SP_KEY", default="") or None,
                        "authn_request_signed": bool(env.str("SAML_SP_KEY", default="")),
                        "want_assertion_signed": True,
                        "want_assertion_encrypted": env.bool("SAML_ENCRYPTED", default=False),
                        "want_name_id": True,
                        "reject_idp_initiated_sso": True,
                    },
                },
            }
        ]
    }
SOCIALACCOUNT_ADAPTER = "borgerforloeb.accounts.adapter.MunicipalAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the strict policy lets no form lead to another site
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # a mail address never opens an account
# Passwords of our own are then for an emergency, and closed unless it is said.
LOCAL_SIGN_IN = env.bool("LOCAL_SIGN_IN", default=not SOCIALACCOUNT_PROVIDERS)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": False}  # a key cannot be guessed, and a town hall has one address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or TESTING
MFA_TOTP_ISSUER = "Borgerforløb"
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "borgerforloeb.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "borgerforloeb.accounts.forms.SecondFactorForm",
    "add_webauthn": "borgerforloeb.accounts.forms.AddPasskeyForm",
    "login_webauthn": "borgerforloeb.accounts.forms.PasskeySignInForm",
    "reauthenticate": "borgerforloeb.accounts.forms.ConfirmCodeForm",
    "activate_totp": "borgerforloeb.accounts.forms.SetUpSecondFactorForm",
}
# Tests of everything else sign in with a name alone; the tests of sign-in turn it on.
SECOND_FACTOR_REQUIRED = not DEMO and not TESTING

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 12  # hours that failures are remembered; how long one waits is decided by the handler
AXES_HANDLER = "borgerforloeb.accounts.lockout.GrowingDelay"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "borgerforloeb.accounts.lockout.counted_name"
AXES_CLIENT_IP_CALLABLE = "borgerforloeb.accounts.lockout.client_address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # the audit log knows
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "borgerforloeb.accounts.lockout.locked_out"
AXES_ENABLE_ADMIN = False
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "bf-session" if DEBUG else "__Host-session"
SESSION_ENGINE = "borgerforloeb.accounts.sessions"
SESSION_IDLE = timedelta(minutes=20)
SESSION_LONGEST = timedelta(hours=9)
# Half-written texts that nobody came back for.
DRAFTS_KEPT = timedelta(days=env.int("DRAFTS_KEPT_DAYS", default=30))
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "borgerforloeb.pages.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
# Not no-referrer: browsers then send "Origin: null" with every form, and the CSRF check refuses it.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
EVERY_ANSWER = {
    "X-Frame-Options": X_FRAME_OPTIONS,
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# Field history: every change of a tracked row, deletion too, by trigger, so that no code can go round it.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

LANGUAGE_CODE = "da"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "borgerforloeb.accounts.staticfiles.NamedOnce"
    },
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The demo writes each mail to a file, and a page shows them; production names a mail server.
MAIL_DIR = VAR_DIR / "mail"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR
else:
    globals().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="borgerforloeb@hegnsborg.example")
EMAIL_TIMEOUT = 10

# Messages carry ids only. A killed worker's message comes back; the due row in PostgreSQL decides.
CELERY_BROKER_URL = env.str("BROKER_URL", default="redis://localhost:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 180, "unacked_restore_throttle": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "find-due-plans": {"task": "plans.tasks.find_due", "schedule": crontab(minute="*")},
    "find-due-consents": {"task": "borgerforloeb.casework.tasks.find_due", "schedule": crontab(minute="*")},
    "deliver-notices": {"task": "borgerforloeb.notices.tasks.deliver", "schedule": crontab(minute="*")},
    "seal-log": {"task": "borgerforloeb.audit.tasks.seal", "schedule": 10, "options": {"expires": 10}},
    # Not between two and three, an hour that some nights lack and others have twice.
    "find-for-review": {
        "task": "borgerforloeb.logreview.tasks.find_for_review",
        "schedule": crontab(hour="3", minute="30"),
    },
    "forget-drafts": {
        "task": "borgerforloeb.drafts.tasks.forget",
        "schedule": crontab(hour="4", minute="20"),
    },
    "make-log-months": {
        "task": "borgerforloeb.audit.tasks.make_months",
        "schedule": crontab(hour="5", minute="10"),
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"borgerforloeb": {"level": "INFO"}},
}
