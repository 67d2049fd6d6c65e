"""A worker process: `python -m passaparola.web.site.working [reading|sending|hearing]`.

Those that send do nothing else, so that a post due now never waits behind a large file; nor do those that
hear, so that a word is on screen at once.
"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passaparola.web.site.settings")


def main() -> None:
    """Work until SIGTERM or SIGINT."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - models need the set-up above

    from passaparola.web.conversations.hearing import watching  # noqa: PLC0415
    from passaparola.web.lifecycle import worker  # noqa: PLC0415
    from passaparola.web.lifecycle.models import HEARING, READING, SENDING  # noqa: PLC0415
    from passaparola.web.site import lifeline, lives  # noqa: PLC0415

    stop = worker.Stop()
    worker.listen(stop)
    lifeline.hold()
    duty = sys.argv[1] if sys.argv[1:] else READING
    if duty == SENDING:
        worker.run((), timezone.now, stop, duty=duty, crews=lives.CREWS)
    elif duty == HEARING:
        watching.begin(stop)
        worker.run(lives.HEARING, timezone.now, stop, duty=duty)
    else:
        worker.run(lives.LIVES, timezone.now, stop)


if __name__ == "__main__":
    main()
