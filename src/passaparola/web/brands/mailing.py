"""Mail to people who work here: invitations, approval links. What brands tell the world leaves elsewhere."""

from __future__ import annotations

import logging
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def possible() -> bool:
    """Say whether this installation has been told how to send mail."""
    return bool(settings.EMAIL_HOST)


def send(to: str, subject: str, text: str) -> str:
    """Send a mail and return "", or the sentence that says why it has not left."""
    message = EmailMessage(" ".join(subject.split()), text, to=[to])
    try:
        message.send()
    except (SMTPException, OSError) as error:
        log.warning("A mail did not leave: %s", type(error).__name__)
        return _("The mail did not leave (%(why)s): hand the link over yourself.") % {"why": _why(error)}
    return ""


def _why(error: SMTPException | OSError) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return _("the mail server refuses this address")
    if isinstance(error, SMTPAuthenticationError):
        return _("the mail server refuses our login")
    if isinstance(error, SMTPException):
        return _("the mail server refused it")
    return _("the mail server does not answer")
