"""The web process: `python -m passaparola.web.site.serving`."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passaparola.web.site.settings")


def main() -> None:
    """Serve the site until SIGTERM or SIGINT."""
    from django.conf import settings  # noqa: PLC0415 - the settings' module is named above
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    from passaparola.web.site import lifeline  # noqa: PLC0415

    lifeline.hold()
    Granian(
        "passaparola.web.site.wsgi:application",
        address=settings.BIND,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        blocking_threads=settings.THREADS,
        websockets=False,
        workers_kill_timeout=4,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
