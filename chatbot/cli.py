"""chatbot data | index | train | evaluate | chat | serve | doctor: each command parses, then calls one function.

A wrong call or broken input ends with one sentence on standard error and a non-zero exit.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chatbot.cli_data import data
from chatbot.console import JsonFile, ready, show
from chatbot.errors import ChatbotError, InputError

app = typer.Typer(
    help="Because: the recommender you can ask why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(data, name="data")


class Split(StrEnum):
    dev = "dev"
    test = "test"


def main() -> None:
    """Run the command line; every error that a person may meet is one sentence."""
    try:
        app()
    except ChatbotError as error:
        print(f"chatbot: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


@app.command()
def index() -> None:
    """Build what is missing of item vectors, collaborative model and intent classifier."""
    from chatbot.build import build_index

    parts = build_index(ready())
    print(f"{len(parts.catalog)} items, {len(parts.dataset)} ratings: index ready in {parts.folder}")


@app.command()
def chat(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON request a line in, one JSON answer a line out.")
    ] = False,
    user: Annotated[str, typer.Option(help="Whose conversation to go on with.")] = "terminal",
) -> None:
    """Talk in the terminal, or answer JSON lines from standard input."""
    from chatbot.terminal import answer_lines, talk

    settings = ready()
    if jsonl:
        answer_lines(settings, sys.stdin.buffer)
    else:
        talk(settings, user)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default: CHATBOT_HOST or 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one; default: CHATBOT_PORT or 7860.")
    ] = None,
) -> None:
    """Serve the page and the HTTP API in one process, fetching and building first what is missing.

    Page: / in the browser, which tells how far the loading is and then turns into the chat; /chat for Gradio's own
    clients. API: POST /v1/chat (Accept: text/event-stream streams;
    "remember": false stores nothing of a conversation), POST /v1/feedback, /v1/helpful and /v1/tickets, GET and DELETE
    /v1/profile/ID, GET /v1/export/ID; /openapi.json describes all of it. Service: /healthz, /readyz, /metrics.

    Keys: CHATBOT_API_KEYS=one,two closes /v1 and /metrics to whoever sends neither "Authorization: Bearer one" nor
    "X-API-Key: one"; empty, they are open to everybody.

    Limits of each person: a message of 4,000 characters (CHATBOT_MESSAGE_MAX), a body of 64 KB (CHATBOT_BODY_MAX), 20
    messages a minute (CHATBOT_MESSAGES_A_MINUTE, 0 for any number), one answered while two wait. Of all people 8 are
    answered at once (CHATBOT_AT_ONCE) while 24 wait and are told their place. Beyond that 429 with Retry-After. A
    conversation that is not remembered ends after an hour without a word. X-Request-ID is kept or given, answered, and
    stands in the log.

    Operator's page: /admin, only while CHATBOT_ADMIN_PASSWORD is set (a password, or its argon2 hash).

    What is served: the items of CHATBOT_CATALOG in the words of CHATBOT_DOMAIN, the help articles (*.md) in the folder
    CHATBOT_ARTICLES, the ratings of CHATBOT_RATINGS; `chatbot data import` brings your own. Where it is kept: people
    in CHATBOT_DATABASE, what can be made again in CHATBOT_CACHE. CHATBOT_SECRET signs the page's cookie.

    Model: CHATBOT_ENGINE (auto, openvino, transformers, openai, or off, as CHATBOT_LLM=off), CHATBOT_BASE_MODEL,
    CHATBOT_ADAPTER, CHATBOT_THREADS; another server by CHATBOT_OPENAI_URL, CHATBOT_OPENAI_MODEL, CHATBOT_OPENAI_KEY,
    CHATBOT_OPENAI_TIMEOUT. Log: CHATBOT_LOG_LEVEL. Each can stand in the environment or in .env.

    Tools for other programs by MCP (recommend, explain, search_films): `chatbot mcp`, with the extra [mcp].

    SIGHUP loads engine and adapter anew; until they are ready the old ones answer.
    """
    from app import serve as serve_page
    from chatbot.build import build_chatbot, reload_llm

    settings = ready(host=host, port=port)
    serve_page(lambda: build_chatbot(settings), settings, lambda bot: reload_llm(bot, ready(host=host, port=port)))


@app.command()
def mcp() -> None:
    """Serve the tools recommend, explain and search_films to another program, by MCP on standard input and output.

    Needs the extra: pip install -c constraints.txt -e '.[mcp]'.
    """
    from chatbot.mcp_server import serve_tools

    serve_tools(ready())


@app.command()
def evaluate(
    task: Annotated[
        list[str] | None, typer.Option(help="Which to run; repeat for several; default: all but speed and simulated.")
    ] = None,
    adapter: Annotated[
        Path | None, typer.Option(help="Folder of the adapter to measure; default: CHATBOT_ADAPTER; none: no adapter.")
    ] = None,
    beside: Annotated[
        list[str] | None, typer.Option(help="Another adapter to stand beside it, as name=folder; repeat for several.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Questions to each model in one measurement, at most.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of every random choice.")] = 0,
    part: Annotated[Split, typer.Option(help="Which scripted dialogues: those to work with, or the held-out ones.")] = (
        Split.test
    ),
    show_failed: Annotated[bool, typer.Option("--show", help="Print every failed check of the dialogues.")] = False,
    as_json: JsonFile = None,
    report: Annotated[
        Path | None, typer.Option(help="Folder to write report.json, report.md and its pictures to.")
    ] = None,
    redo: Annotated[
        bool, typer.Option("--redo", help="Write the report anew from its JSON, measuring nothing.")
    ] = False,
) -> None:
    """Measure the parts against their baselines.

    Tasks: next_item, ranking, rating, rating_llm, cold_person, cold_item, like, like_everybody, intent, support,
    search, linking, reason, why, state, answer, sentiment, dialogue, simulated, speed. Tasks that are measured replace
    their rows in the report.
    """
    from chatbot.evaluation.dialogue import failed_lines
    from chatbot.evaluation.evaluate import evaluate_tasks, folders, table
    from chatbot.evaluation.report import read_report, write_report

    settings = ready(adapter=adapter)
    folder = report or settings.adapter
    if redo:
        if folder is None:
            raise InputError("There is no adapter, so name the report's folder with --report.")
        print(write_report(read_report(folder), folder))
        return
    found = evaluate_tasks(settings, task, seed, most, folders(beside or []), part.value)
    failed = failed_lines(found["tasks"].get("dialogue", {})) if show_failed else []
    show([table(found), *failed], found, as_json)
    if report:
        print(write_report(found, report), file=sys.stderr)


@app.command()
def train(
    recipe: Annotated[Path, typer.Argument(help="What to train, such as adapters/films/recipe.yaml.")],
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not go on with a run that was cut off.")] = False,
    search: Annotated[
        int, typer.Option(min=0, help="Try so many settings with optuna, resumable, and train none.")
    ] = 0,
    as_json: JsonFile = None,
) -> None:
    """Train an adapter into its recipe's folder, and let it decide the tasks that it does better than the baselines.

    The same command under `accelerate launch -m chatbot.cli train …` uses many GPUs, and under
    `python -m torch.distributed.run --nproc-per-node N -m chatbot.cli train …` several CPU processes.
    """
    from chatbot.teach import search as try_settings
    from chatbot.teach import summary, teach

    settings = ready()
    if search:
        best = try_settings(settings, recipe, search)
        show([f"best validation loss {best['value']:.4f} of {best['trials']} trials: {best['params']}"], best, as_json)
        return
    manifest = teach(settings, recipe, fresh)
    measured = manifest.get("validation", {}).items()
    decides = {name: "  decides" if name in manifest["tasks"] else "" for name, _ in measured}
    show([f"{summary(name, row)}{decides[name]}" for name, row in measured], manifest, as_json)


@app.command()
def bench(
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds; figures are their medians.")] = 3,
    items: Annotated[
        list[int] | None, typer.Option(min=1_000, help="Search over so many synthetic items instead; repeatable.")
    ] = None,
    as_json: JsonFile = None,
) -> None:
    """Compare the engines on this machine: openvino, transformers, and llama.cpp where xllamacpp is installed.

    With --items: how fast, how large and how long in the making search is over catalogues of that size.
    """
    from chatbot.evaluation.bench import compare_speed, speed_table

    if items:
        from chatbot.build import Parts
        from chatbot.catalog import describe
        from chatbot.evaluation.scale import measure_scale, scale_table

        parts = Parts(ready())
        rows = measure_scale([describe(item, parts.domain) for item in parts.catalog], sorted(items), seed=0)
        show([scale_table(rows)], rows, as_json)
        return
    report = compare_speed(ready(), rounds)
    show([speed_table(report)], report, as_json)


@app.command()
def doctor(
    engine: Annotated[
        bool, typer.Option("--engine", help="Compare the engine's answers with transformers in float32.")
    ] = False,
    as_json: JsonFile = None,
) -> None:
    """Say in plain words what is present, missing or broken, and how to mend it."""
    if engine:
        from chatbot.evaluation.parity import compare_engines, parity_table

        report = compare_engines(ready(), seed=0)
        show([parity_table(report)], report, as_json)
        return
    from chatbot.doctor import examine

    findings = examine(ready())
    show([finding.line() for finding in findings], [finding.__dict__ for finding in findings], as_json)
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
