"""What goes in and out of the HTTP API, as OpenAPI describes it: fields, their words, an example of each."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from chatbot.errors import (
    BusyError,
    ChatbotError,
    InputError,
    NotFoundError,
    NotReadyError,
    TooLargeError,
    UnauthorizedError,
)
from chatbot.types import INTENTS, SIGNALS, error_answer

ID_MAX = 128
WHO = "Whose message it is: 1 to 128 printable characters of your choice. Somebody unknown begins as a new person."
# what the Chatbot checks itself, and answers with a sentence: for the description alone
_SPACES = r"\x00-\x20\x7F-\xA0\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000"
_CONTROLS = r"\x00-\x08\x0B\x0C\x0E-\x1F\x7F"
NAME: dict[str, Any] = {
    "minLength": 1,
    "maxLength": ID_MAX,
    "pattern": r"^[^\x00-\x1F\x7F-\xA0\xAD\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]+$",
}
TEXT: dict[str, Any] = {"minLength": 1, "maxLength": 4_000, "pattern": f"^[^{_CONTROLS}]*[^{_SPACES}][^{_CONTROLS}]*$"}
SUBJECT: dict[str, Any] = {"maxLength": 120, "pattern": f"^[^{_CONTROLS}]*$"}
CONTACT: dict[str, Any] = {
    "maxLength": 120,
    "pattern": rf"^$|^[^@{_SPACES}]+@[^@{_SPACES}]+\.[^@{_SPACES}]+$|^\+?[0-9()/.-]{{5,30}}$",
}
Name = Annotated[str, Field(json_schema_extra=NAME)]
EXAMPLE_ITEM = "event-horizon-1997"


class ChatRequest(BaseModel):
    """One message of one person; a fresh conversation_id starts a new conversation."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"user_id": "u1", "message": "something like Alien but from the 90s"}]}
    )

    user_id: str = Field(description=WHO, json_schema_extra=NAME)
    message: str = Field(
        description="What the person says: 1 to 4,000 characters of plain text.", json_schema_extra=TEXT
    )
    conversation_id: Name | None = Field(None, description="Left out: the person's latest conversation goes on.")
    remember: bool = Field(
        True,
        description="False: the conversation is answered, but neither it nor what is judged in it is stored, and what "
        "was stored of it is removed. It lives in memory until an hour passes without a word. Send it with every "
        "message of the conversation.",
    )


class FeedbackRequest(BaseModel):
    """One judgement of one item."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"user_id": "u1", "item_id": EXAMPLE_ITEM, "signal": "like", "rating": 4.5}]}
    )

    user_id: str = Field(description=WHO, json_schema_extra=NAME)
    item_id: str = Field(max_length=ID_MAX, description="An id of the catalogue.")
    signal: str = Field(description="What was done.", json_schema_extra={"enum": list(SIGNALS)})
    rating: float | None = Field(None, description="On the catalogue's own scale, 1 to 5 for films.")
    turn_id: str | None = Field(None, max_length=ID_MAX, description="The answer that showed the item.")


class HelpfulRequest(BaseModel):
    """Whether the help articles of one answer helped."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"user_id": "u1", "turn_id": "51aa", "helpful": True}]})

    user_id: str = Field(description=WHO, json_schema_extra=NAME)
    turn_id: str = Field(max_length=ID_MAX, description="The answer with the articles.")
    helpful: bool | None = Field(description="true, false, or null to take it back.")


class TicketRequest(BaseModel):
    """Words for a person who answers."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"user_id": "u1", "subject": "Charged twice", "message": "Twice in May."}]}
    )

    user_id: str = Field(description=WHO, json_schema_extra=NAME)
    subject: str = Field(
        "", description="Up to 120 characters; left out: the beginning of the message.", json_schema_extra=SUBJECT
    )
    message: str = Field(description="1 to 4,000 characters of plain text.", json_schema_extra=TEXT)
    contact: str = Field("", description="An e-mail address or a phone number to answer to.", json_schema_extra=CONTACT)
    conversation_id: Name | None = Field(None, description="The conversation whose help questions go with it.")


class Opened(BaseModel):
    ticket: str = Field(description="Its number, for asking after it.", examples=["482-177-301"])


class ErrorShape(BaseModel):
    code: str = Field(description="For programs, such as bad_input, not_found, busy.")
    message: str = Field(description="For people: what was wrong and what to do.")


class Refusal(BaseModel):
    """What was wrong; nothing was stored."""

    error: ErrorShape


class EvidenceShape(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: str
    kind: str = Field(description="liked_item, attribute, knowledge, constraint, popularity, and others.")
    value: str
    weight: float = Field(description="Signed share of the item's score; the absolute shares of one item sum to 1.")


class ItemShape(BaseModel):
    model_config = ConfigDict(extra="allow")

    item_id: str
    title: str
    year: int | None
    rank: int = Field(description="1 is the first.")
    predicted_rating: float | None = Field(description="On the catalogue's own scale.")
    confidence: float | None = Field(description="A calibrated probability, or null.")
    reason: str = Field(description="Why this item for this person; every claim is carried by the evidence.")
    evidence: list[EvidenceShape]


class SourceShape(BaseModel):
    id: str
    title: str
    score: float


class Answer(BaseModel):
    """One answered turn. `error` is null, or what was wrong: then nothing was stored and the other fields are empty."""

    model_config = ConfigDict(extra="allow")

    conversation_id: str | None
    turn_id: str | None
    user_id: str | None
    intent: Literal[(*INTENTS, "")] | None = Field(description="What the message is, above all.")  # type: ignore[valid-type]
    intents: list[str]
    reply: str = Field(description="The text that the person sees.")
    items: list[ItemShape] = Field(description="What was recommended in this turn.")
    constraints: dict[str, Any] = Field(description="The limits in force after this turn.")
    sources: list[SourceShape] = Field(description="The help articles that the answer rests on.")
    handoff: bool
    suggestions: list[str] = Field(description="What the person may want to say next.")
    timings_ms: dict[str, float]
    model: dict[str, Any] = Field(description="Base model, adapter, engine, and who decided each task.")
    error: ErrorShape | None


class Profile(BaseModel):
    """What is known of a person."""

    model_config = ConfigDict(extra="allow")

    user_id: str


class Export(BaseModel):
    """Every row that is kept of a person, by table."""

    model_config = ConfigDict(extra="allow")

    user: dict[str, Any]


class Deleted(BaseModel):
    deleted: int = Field(description="Rows removed.", examples=[12])


class Done(BaseModel):
    ok: Literal[True] = Field(True, examples=[True])


class Status(BaseModel):
    status: str = Field(examples=["ready"])


ANSWER_EXAMPLE: dict[str, Any] = {
    "conversation_id": "8f0c",
    "turn_id": "51aa",
    "user_id": "u1",
    "intent": "similar",
    "intents": ["similar"],
    "reply": "Near Alien, and from the nineties: these five.",
    "items": [
        {
            "item_id": EXAMPLE_ITEM,
            "title": "Event Horizon",
            "year": 1997,
            "rank": 1,
            "predicted_rating": 3.9,
            "confidence": 0.71,
            "reason": "A ship that comes back wrong, for somebody who liked Alien.",
            "evidence": [{"id": "e1", "kind": "liked_item", "value": "Alien (1979)", "weight": 0.44}],
        }
    ],
    "constraints": {"year_min": 1990, "year_max": 1999, "similar_to": ["alien-1979"]},
    "sources": [],
    "handoff": False,
    "suggestions": ["Newer ones", "Why the first one?"],
    "timings_ms": {"total": 812.0, "understand": 60.0, "explain": 350.0},
    "model": {"base": "SmolLM2-135M-Instruct", "engine": "openvino"},
    "error": None,
}
STREAM_EXAMPLE = 'event: text\ndata: {"text": "Near "}\n\nevent: turn\ndata: {…the whole answer…}\n\n'

WORDS = {
    400: "The request cannot be used; the sentence says why.",
    401: "A key is missing or wrong.",
    404: "Nobody knows that id.",
    413: "The body is too large.",
    422: "A field is missing or of the wrong type.",
    429: "Too much at once from this person; Retry-After says when to try again, in seconds.",
    503: "A part is still loading, or the database cannot be used.",
}


PROFILE_EXAMPLE: dict[str, Any] = {
    "user_id": "u1",
    "warmth": "warm",
    "interactions": [
        {"item_id": "alien-1979", "title": "Alien", "signal": "like", "rating": 4.5, "timestamp": 1_764_000_000}
    ],
    "standing": {"not_genres": ["Musical"]},
}
EXPORT_EXAMPLE: dict[str, Any] = {
    "user": {"user_id": "u1", "created": 1_764_000_000},
    "interactions": [{"item_id": "alien-1979", "signal": "like", "rating": 4.5, "timestamp": 1_764_000_000}],
}
KINDS: dict[int, ChatbotError] = {
    400: InputError("The message is empty."),
    401: UnauthorizedError("This API needs a key; send it as Authorization: Bearer <key>, or as X-API-Key."),
    404: NotFoundError("There is no conversation 'x'."),
    413: TooLargeError("The body is larger than 65,536 bytes; send less."),
    422: InputError("The field 'message' is missing."),
    429: BusyError("That is more than 20 messages a minute; try again in 12 seconds.", 12),
    503: NotReadyError("The models are still being loaded; try again in a few seconds."),
}
Person = Annotated[str, Path(description=WHO, examples=["u1"])]


def refusals(*codes: int, shape: type[BaseModel] = Refusal) -> dict[int | str, dict[str, Any]]:
    """The errors that an endpoint may answer with, for OpenAPI, each with an example."""
    told: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        error = KINDS[code]
        example = error_answer(error) if shape is Answer else {"error": error.to_json()}
        content = {"application/json": {"example": example}}
        told[code] = {"description": WORDS[code], "model": shape, "content": content}
    return told


def shown(words: str, example: Any = None, kind: str = "application/json") -> dict[int | str, dict[str, Any]]:
    """A good answer in words, with an example, for OpenAPI."""
    return {200: {"description": words, **({"content": {kind: {"example": example}}} if example is not None else {})}}
