"""A SAML identity provider (pysaml2's) in the test's own process, with its own key, signing real XML."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from saml2 import BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.sigver import CryptoBackend
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

ENTITY = "https://idp.hegnsborg.example/saml"
SSO = "https://idp.hegnsborg.example/sso"


class Signer(CryptoBackend):
    """pysaml2 would start a program for each signature; the library is here already, for the other side."""

    version = xmlsec.__version__

    def sign_statement(self, statement, node_name, key_file, node_id) -> str:
        tree = etree.fromstring(text_of(statement).encode())
        xmlsec.tree.add_ids(tree, ["ID"])
        signed = tree if tree.get("ID") == node_id else tree.xpath(f"//*[@ID='{node_id}']")[0]
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_file(str(key_file), xmlsec.constants.KeyDataFormatPem)
        context.sign(signed.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
        return etree.tostring(tree).decode()


def make_key(folder: Path, name: str) -> tuple[Path, Path]:
    key = rsa.generate_private_key(65537, 2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    key_file, certificate_file = folder / f"{name}.key", folder / f"{name}.crt"
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(pem, plain, serialization.NoEncryption()))
    certificate_file.write_bytes(certificate.public_bytes(pem))
    return key_file, certificate_file


class IdentityProvider:
    def __init__(self, folder: Path, name: str = "idp") -> None:
        self.key, certificate = make_key(folder, name)
        self.certificate_file = certificate
        self.certificate = certificate.read_text()

    def meet(self, metadata: str) -> None:
        """Takes our metadata, as the municipality's people do once."""
        self.server = Server(
            config=IdPConfig().load(
                {
                    "entityid": ENTITY,
                    "crypto_backend": "XMLSecurity",
                    "key_file": str(self.key),
                    "cert_file": str(self.certificate_file),
                    "metadata": {"inline": [metadata]},
                    "service": {
                        "idp": {
                            "endpoints": {"single_sign_on_service": [(SSO, BINDING_HTTP_REDIRECT)]},
                            "policy": {
                                "default": {
                                    "attribute_restrictions": None,
                                    "fail_on_missing_requested": False,
                                }
                            },
                        }
                    },
                }
            )
        )
        self.server.sec.crypto = Signer()

    def answer(self, way_there: str, uid: str, said: dict[str, list[str]], **how) -> dict[str, str]:
        """What the browser carries back when somebody has signed in there."""
        asked = parse_qs(urlsplit(way_there).query)
        request = self.server.parse_authn_request(asked["SAMLRequest"][0], BINDING_HTTP_REDIRECT).message
        options = {
            "sign_assertion": True,
            "sign_response": False,
            "sign_alg": SIG_RSA_SHA256,
            "digest_alg": DIGEST_SHA256,
        } | how
        response = self.server.create_authn_response(
            said,
            in_response_to=request.id,
            destination=request.assertion_consumer_service_url,
            sp_entity_id=request.issuer.text,
            name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=uid),
            authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:X509", "authn_auth": ENTITY},
            **options,
        )
        return {"xml": text_of(response), "RelayState": asked.get("RelayState", [""])[0]}


def text_of(statement) -> str:
    return statement.decode() if isinstance(statement, bytes) else str(statement)
