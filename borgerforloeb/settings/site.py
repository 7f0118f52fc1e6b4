"""What the site is made of: its address, apps, middleware, templates, language and files."""

from borgerforloeb.settings.environment import BASE_DIR, DEBUG, TESTING, VAR_DIR, env

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
MUNICIPALITY = env.str("MUNICIPALITY", default="Hegnsborg Kommune")
# More people than this around one citizen are worth a question (R6), and so is a child of fewer years without
# an adult at home.
MOST_CONTACT_PERSONS = env.int("MOST_CONTACT_PERSONS", default=3)
ADULT_AT_HOME_UNDER = env.int("ADULT_AT_HOME_UNDER", default=12)
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "borgerforloeb.accounts",
    "borgerforloeb.drafts",
    "borgerforloeb.audit",
    "borgerforloeb.law",
    "borgerforloeb.language",
    "borgerforloeb.notices",
    "borgerforloeb.documents",
    "borgerforloeb.citizens",
    "roles",
    "borgerforloeb.disclosures",
    "borgerforloeb.batches",
    "borgerforloeb.casework",
    "borgerforloeb.decisions",
    "borgerforloeb.staff",
    "borgerforloeb.logreview",
    "plans",
    "borgerforloeb.lawlens",
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
    "borgerforloeb.accounts.middleware.AuthenticationMiddleware",
    "borgerforloeb.accounts.middleware.SignInRequiredMiddleware",
    "borgerforloeb.accounts.middleware.ActivityMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "borgerforloeb.accounts.middleware.FirstPasswordMiddleware",
    "borgerforloeb.accounts.middleware.SecondFactorMiddleware",
    "borgerforloeb.audit.middleware.AuditMiddleware",
    "borgerforloeb.documents.middleware.DocumentErrorMiddleware",
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
