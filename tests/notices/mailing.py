"""A mail server that is sometimes away; it stands at the outer border, so the tests may invent it."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail.backends.locmem import EmailBackend


class Away(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("please run connect() first")


class RefusesSome(EmailBackend):
    """Takes every mail but those to an address that holds "bad"."""

    def send_messages(self, messages):
        for message in messages:
            if "bad" in message.to[0]:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
        return super().send_messages(messages)
