"""commands: what one can type. Only click is imported here, so that `--help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

FORMATS = ("transmissions", "casflow", "timed")
METHODS = ("decay", "latest")
ORDERS = ("follower,followed", "followed,follower", "both")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="passaparola", message="passaparola %(version)s")
def main() -> None:
    """Word of mouth, followed: see who passed a message on, from whom, and what came of it."""


@main.command()
@click.argument("source")
@click.option(
    "--format", type=click.Choice(FORMATS), help="The file's format; told by its content if left out."
)
@click.option(
    "--graph", type=click.Path(path_type=Path), help="A file of follows, two ids per line: who hears whom."
)
@click.option(
    "--edge-order",
    type=click.Choice(ORDERS),
    default=ORDERS[0],
    show_default=True,
    help="Who stands first on a line of --graph.",
)
@click.option(
    "--method",
    type=click.Choice(METHODS),
    default=METHODS[0],
    show_default=True,
    help="How unknown parents are inferred.",
)
@click.option("--message", metavar="ID", help="Only this message of a file that holds several.")
@click.option(
    "--top", type=click.IntRange(min=0), default=10, show_default=True, help="How many promoters to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Also write a page with the map, which needs nothing beside it.",
)
@click.option("--repair", is_flag=True, help="Make an act whose parent is missing a first act.")
@click.option("--appview", metavar="URL", help="Another Bluesky app view.")
@click.option("--plc", metavar="URL", help="Another directory of Bluesky identities.")
@click.option("--instance", metavar="URL", help="The Mastodon-compatible server to ask.")
@click.option(
    "--token",
    envvar="PASSAPAROLA_TOKEN",
    show_envvar=True,
    metavar="TOKEN",
    help="An access token of an account on --instance; best given by the environment.",
)
def trace(source: str, **options: object) -> None:
    """Follow a message past its first receiver.

    SOURCE is a file of acts, or the address of a public post (https://... or at://...).
    """
    from passaparola.cli.request import Request  # noqa: PLC0415 (numpy and Arrow load only when asked for)
    from passaparola.cli.trace import run  # noqa: PLC0415

    sys.exit(run(Request(source=source, **options)))  # type: ignore[arg-type]


@main.command()
def serve() -> None:
    """Run the site: web server and worker, until Ctrl-C."""
    from passaparola.web.site import run  # noqa: PLC0415 (Django loads only when asked for)

    sys.exit(run.main())


@main.command()
@click.argument("email")
@click.option("--brand", metavar="NAME", default="My brand", show_default=True, help="Made where it is new.")
def login(email: str, brand: str) -> None:
    """Let EMAIL sign in to the site as an owner of a brand, and print the password.

    Who is there already gets a new password.
    """
    from passaparola.web.site import doorkeeper  # noqa: PLC0415 (Django loads only when asked for)

    sys.exit(doorkeeper.let_in(email, brand))


@main.group()
def person() -> None:
    """Hand out or erase what there is about a person; the number is in the address of their page."""


@person.command()
@click.argument("brand")
@click.argument("number", type=click.IntRange(min=1))
def export(brand: str, number: int) -> None:
    """Print everything about person NUMBER of BRAND (as in addresses) as JSON."""
    from passaparola.web.site import personal_data  # noqa: PLC0415 (Django loads only when asked for)

    sys.exit(personal_data.export(brand, number))


@person.command()
@click.argument("brand")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--yes", is_flag=True, help="Do not ask: what is erased does not come back.")
def erase(brand: str, number: int, *, yes: bool) -> None:
    """Erase person NUMBER of BRAND (as in addresses) for ever."""
    from passaparola.web.site import personal_data  # noqa: PLC0415 (Django loads only when asked for)

    if not yes:
        click.confirm(f"Erase person {number} of {brand} for ever?", abort=True)
    sys.exit(personal_data.erase(brand, number))
