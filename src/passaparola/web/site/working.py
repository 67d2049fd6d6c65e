"""The worker process: `python -m passaparola.web.site.working`; as many of them as there is work for."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passaparola.web.site.settings")


def main() -> None:
    """Work until SIGTERM or SIGINT."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - models need the set-up above

    from passaparola.web.lifecycle import worker  # noqa: PLC0415
    from passaparola.web.site import lifeline, lives  # noqa: PLC0415

    stop = worker.Stop()
    worker.listen(stop)
    lifeline.hold()
    worker.run(lives.LIVES, timezone.now, stop)


if __name__ == "__main__":
    main()
