from allauth.mfa.webauthn import views as webauthn_views
from allauth.socialaccount.providers.saml import views as saml_views
from django.urls import path
from django.views.generic import RedirectView

from borgerforloeb.accounts import views

app_name = "accounts"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/sessions/", views.sessions, name="sessions"),
    path("profile/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("profile/sessions/<uuid:handle>/end/", views.end_session, name="end_session"),
    path("session/", views.session_state, name="session"),
    path("session/again/", views.signed_in_again, name="signed_in_again"),
    path("session/held/<uuid:form_id>/", views.held_form, name="held_form"),
    path("demo/sign-in/", views.demo_login, name="demo_login"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]

# allauth's own names, under account/, and only those that are needed: no sign-up, no mail to confirm.
signing_in = [
    path("login/", views.sign_in, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("password/", views.change_password, name="account_change_password"),
    path("confirm/", views.confirm_by_password, name="account_reauthenticate"),
    path("code/", views.enter_code, name="mfa_authenticate"),
    path("code/confirm/", views.confirm_by_code, name="mfa_reauthenticate"),
    path("oidc/<slug:provider_id>/login/", views.oidc_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/callback/", views.oidc_callback, name="openid_connect_callback"),
    path("saml/<slug:organization_slug>/login/", saml_views.login, name="saml_login"),
    path("saml/<slug:organization_slug>/metadata/", saml_views.metadata, name="saml_metadata"),
    path("saml/<slug:organization_slug>/acs/", saml_views.acs, name="saml_acs"),
    path("saml/<slug:organization_slug>/finish/", views.saml_finish, name="saml_finish_acs"),
    path("saml/<slug:organization_slug>/logout/", saml_views.sls, name="saml_sls"),
    path("passkeys/", webauthn_views.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("passkeys/sign-in/", views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("passkeys/confirm/", views.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("second-factor/", RedirectView.as_view(pattern_name="accounts:profile"), name="mfa_index"),
    path("second-factor/set-up/", views.set_up_second_factor, name="mfa_activate_totp"),
    path("second-factor/remove/", views.remove_second_factor, name="mfa_deactivate_totp"),
    path("recovery-codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", views.download_recovery_codes, name="mfa_download_recovery_codes"),
]
