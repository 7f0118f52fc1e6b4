"""Who may sign in and how: the municipality's own sign-in, passwords, the second factor, and who waits."""

from borgerforloeb.settings.environment import DEBUG, DEMO, TESTING, env
from borgerforloeb.settings.site import MUNICIPALITY

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
