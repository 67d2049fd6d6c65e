"""What only the connector of the simulated network says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/sandbox/login.py, connectors/sandbox/speaker.py
    gettext_noop("A simulated name has 2 to 61 small letters, digits, dots and hyphens."),
    gettext_noop("There is nothing to publish: write something or add an image."),
    gettext_noop("%(address)s is no longer there: publish it anew."),
    gettext_noop("%(address)s is on another network: answer a post of %(name)s."),
    # connectors/sandbox/network.py
    gettext_noop("The simulated network %(name)s has no account %(one)s: check the address."),
    gettext_noop("%(address)s is not the file of a simulated network: give the right one."),
    gettext_noop("There is no simulated network called %(name)s here: start the demo, or check the address."),
    gettext_noop("There is no post %(address)s: it was deleted or never there."),
    gettext_noop("%(address)s is no post here: addresses are sandbox://network/handle/number."),
    # connectors/sandbox/searching.py
    gettext_noop("Where the search left off is not known any more; it begins anew."),
)
