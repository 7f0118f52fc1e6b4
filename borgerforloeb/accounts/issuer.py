"""An OIDC provider, believed for what it has signed and for nothing else."""

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

# Chosen here and never by the token itself, which could else say that a public key is a shared secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
CLOCKS_DIFFER = 30  # seconds
MUST_SAY = ["iss", "aud", "sub", "exp", "iat"]


class SignedAdapter(OpenIDConnectOAuth2Adapter):
    """allauth trusts what comes straight from the provider without looking at its signature; we look."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: dict
    ) -> SocialLogin:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict:
        issuer = self.openid_config["issuer"]
        agreed = app.settings["server_url"].partition("/.well-known/")[0]
        if issuer.rstrip("/") != agreed.rstrip("/"):
            raise OAuth2Error("another issuer than the one agreed on")
        try:
            return jwt.decode(
                id_token,
                self._key_of(id_token),
                algorithms=ALGORITHMS,
                issuer=issuer,
                audience=app.client_id,
                leeway=CLOCKS_DIFFER,
                options={"require": MUST_SAY},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("the id_token does not hold") from error

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys, name = (
            jwt.PyJWKSet.from_dict(answer.json()).keys,
            jwt.get_unverified_header(id_token).get("kid"),
        )
        fitting = [key for key in keys if name is None or key.key_id == name]
        if len(fitting) != 1:
            raise OAuth2Error("no key, or more than one, for the id_token")
        return fitting[0]
