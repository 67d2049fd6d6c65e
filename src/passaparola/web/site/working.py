"""A worker process: `python -m passaparola.web.site.working [reading|sending]`; as many as there is work for.

Those that send do nothing else, so that a post due now never waits behind a large file.
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

    from passaparola.web.lifecycle import worker  # noqa: PLC0415
    from passaparola.web.lifecycle.models import READING, SENDING  # noqa: PLC0415
    from passaparola.web.site import lifeline, lives  # noqa: PLC0415

    stop = worker.Stop()
    worker.listen(stop)
    lifeline.hold()
    duty = sys.argv[1] if sys.argv[1:] else READING
    if duty == SENDING:
        worker.run((), timezone.now, stop, duty=duty, crews=lives.CREWS)
    else:
        worker.run(lives.LIVES, timezone.now, stop)


if __name__ == "__main__":
    main()
