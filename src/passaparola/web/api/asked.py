"""What may be asked, field by field: anything else is refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from passaparola.web.brands.typed import plain
from passaparola.web.publishing.models.limits import LINE, LINK, LONG, PARTS, TEXT

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Instant = Annotated[str, Field(max_length=40, description="RFC 3339 with an offset; empty: any.")]
Page = Annotated[int, Field(ge=1, le=999_999)]


Text = Annotated[str, Field(max_length=TEXT), AfterValidator(plain)]
Long = Annotated[str, Field(max_length=LONG), AfterValidator(plain)]
Line = Annotated[str, Field(max_length=LINE), AfterValidator(plain)]
Link = Annotated[str, Field(max_length=LINK), AfterValidator(plain)]
Zone = Annotated[str, Field(max_length=64), AfterValidator(plain)]
Code = Annotated[str, Field(max_length=10), AfterValidator(plain)]
Stamp = Annotated[str, Field(max_length=40), AfterValidator(plain)]
Clock = Annotated[str, Field(max_length=16), AfterValidator(plain)]


class Asking(BaseModel):
    """A body: no field that is not named here, and every value of its own kind."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Medium(Asking):
    """A file of the library that goes with the post."""

    asset: Number
    alt: Text = Field("", description="What it shows, in words; empty: the library's own words.")


class Poll(Asking):
    """A question with answers to choose from."""

    choices: list[Line] = Field(min_length=2, max_length=20)
    seconds: int = Field(86_400, ge=60, le=31_536_000, description="How long it is open.")
    multiple: bool = False


class Variant(Asking):
    """The post on one channel."""

    channel: Number
    text: Text | None = Field(None, description="null: the post's own text.")
    title: Line | None = Field(None, description="null: the post's own title.")
    thread: list[Text] = Field(
        [], max_length=PARTS, description="Parts that follow, each a reply to the one before."
    )
    comment: Text = Field("", description="A first comment under it.")
    media: list[Number] | None = Field(
        None, max_length=20, description="Assets that go here, in order; null: all."
    )
    options: dict[Line, Long] = Field({}, max_length=50, description="The platform's own settings.")
    poll: Poll | None = None
    quotes: Long = Field("", description="Address of the post it quotes.")
    answers: Long = Field("", description="Address of somebody else's post that it answers.")


class NewPost(Asking):
    """Everything a post says."""

    text: Text = ""
    title: Line = ""
    link: Link = ""
    tagged: bool = Field(default=True, description="Whether the campaign is added to the link.")
    language: Code = Field("", description="As in `it`, `en`, `zh-hans`; empty: not said.")
    disclosure: Literal["", "paid", "gifted", "employed"] = ""
    campaign: Number | None = None
    media: list[Medium] = Field([], max_length=20)
    variants: list[Variant] = Field([], max_length=200)


class ChangedPost(NewPost):
    """Everything the post says from now on; what is left out is empty."""

    version: int = Field(
        ge=0, description="The version you read: 409 where somebody has saved another since."
    )
    correcting: bool = Field(
        default=False, description="Write what is published already; POST …/change then corrects it there."
    )


class Moment(Asking):
    """When: `at`, or `wall` with a `zone`."""

    at: Stamp | None = Field(
        None, description="RFC 3339 with an offset, `2026-12-01T09:00:00+01:00`; or `now`."
    )
    wall: Clock | None = Field(
        None,
        description="What the clocks show, `2026-12-01T09:00`: it stays so when they change.",
    )
    zone: Zone = Field("", description="As in `Europe/Rome`; empty: the brand's.")


class Decision(Asking):
    """What a person saw on the platform."""

    there: bool = Field(description="Whether the post is there; where it is not, it is sent again.")
    url: Long = Field("", description="Its address, where it is there.")
