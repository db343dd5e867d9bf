"""chatbot data | index | train | evaluate | chat | serve | doctor: each command parses, then calls one function.

A wrong call or broken input ends with one sentence on standard error and a non-zero exit.
"""

from __future__ import annotations

import json
import logging
import sys
from contextlib import redirect_stdout
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from chatbot.errors import ChatbotError, InputError
from chatbot.settings import Settings, load_settings

app = typer.Typer(
    help="Because: the recommender you can ask why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
data = typer.Typer(help="Fetch, compile and check data.", no_args_is_help=True)
app.add_typer(data, name="data")


class Part(StrEnum):
    dev = "dev"
    test = "test"


JsonFile = Annotated[
    Path | None, typer.Option("--json", help="Write the figures as JSON to this file; - is standard output.")
]


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


def _settings(**overrides: object) -> Settings:
    settings = load_settings(**{k: v for k, v in overrides.items() if v is not None})
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr, force=True
    )
    for noisy in ("httpx", "sentence_transformers", "alembic", "httpcore", "httpx2", "openai", "gguf", "bm25s"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return settings


def _write_json(value: Any, target: Path | None) -> None:
    if target is None:
        return
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if str(target) == "-":
        sys.stdout.write(text)
    else:
        target.write_text(text, "utf-8")


@data.command("fetch")
def data_fetch(again: Annotated[bool, typer.Option(help="Fetch anew even what is there.")] = False) -> None:
    """Fetch the base model and the ratings, check them, and convert the model once."""
    from chatbot import assets
    from chatbot.build import base_model
    from chatbot.llm.convert import converted_folder

    settings = _settings()
    if again:
        import shutil

        shutil.rmtree(converted_folder(settings.cache), ignore_errors=True)
        for asset in assets.ASSETS:
            assets.remove(asset, settings.cache)
    for asset in assets.ASSETS:
        print(f"{asset.name}: {assets.fetch(asset, settings.cache)}")
    print(f"converted model: {base_model(settings)}")


@data.command("build")
def data_build(
    facts: Annotated[Path, typer.Option(help="Facts about films, as JSON lines.")],
    out: Annotated[Path | None, typer.Option(help="Catalogue file to write; default: CHATBOT_CATALOG.")] = None,
) -> None:
    """Compile the catalogue from a facts file, with the cleaning rules and corrections of data/catalog."""
    from chatbot.catalog import load_catalog, write_catalog
    from chatbot.domain import load_domain
    from chatbot.sources.compile import compile_films, keep_knowledge

    settings = _settings()
    domain = load_domain(settings.domain)
    items, notes = compile_films(facts, domain.genres)
    target = out or settings.catalog
    if settings.catalog.is_file():
        items = keep_knowledge(items, load_catalog(settings.catalog, domain))
    write_catalog(items, target)
    for note in notes:
        print(note, file=sys.stderr)
    print(f"{len(items)} items written to {target}, {len(notes)} notes")


@data.command("import")
def data_import(
    items: Annotated[Path, typer.Option(help="The items: csv, JSON lines or parquet, gzipped or not.")],
    ratings: Annotated[Path, typer.Option(help="Who gave which item how much, in any of these forms.")],
    domain: Annotated[str, typer.Option(help="Short name of the shop, such as boardgames.")],
    articles: Annotated[Path | None, typer.Option(help="Folder of help articles (*.md).")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Which column is what, such as title=name; title= for none; repeat for several."),
    ] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help="A further column and how cards introduce it: 'director=Directed by'.")
    ] = None,
    scale: Annotated[str, typer.Option(help="Lowest and highest rating, such as 1-10; default: the domain's.")] = "",
    noun: Annotated[str, typer.Option(help="What one is called, with its plural if irregular: wine, mouse/mice.")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of both files, where the guess is wrong.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder to write; default: in the user's data folder.")] = None,
    lenient: Annotated[bool, typer.Option("--lenient", help="Leave bad rows out, into rejected.jsonl.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether the guessed columns are right.")] = False,
) -> None:
    """Put your own catalogue behind the bot. Prints the lines for the environment, or for .env, that use it."""
    from chatbot.errors import DataError
    from chatbot.sources.columns import pairs, plan_import
    from chatbot.sources.importer import run_import, setting_lines
    from chatbot.support.articles import load_articles, load_questions

    columns, facts = pairs(column or [], "--column"), pairs(fact or [], "--fact")
    plan = plan_import(
        items, ratings, domain, columns=columns, facts=facts, scale=scale, noun=noun, encoding=encoding, out=out
    )
    if articles and not (load_articles(articles) or load_questions(articles, "train")):
        raise DataError("holds no help article (*.md).", articles)
    print("\n".join(plan.lines()), file=sys.stderr)
    if plan.guessed and not yes:
        if not sys.stdin.isatty():
            raise InputError("Some columns are guessed and nobody is there to ask; add --yes, or name them (--column).")
        with redirect_stdout(sys.stderr):  # standard output is for the lines alone
            typer.confirm("Is that right?", abort=True)
    report = run_import(plan, lenient, articles)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    left_out = f"; {report.rejected:,} rows left out, see {plan.out / 'rejected.jsonl'}" if report.rejected else ""
    print(f"{report.items:,} items and {report.ratings:,} ratings imported{left_out}", file=sys.stderr)
    print("\n".join(setting_lines(plan.out)))


@data.command("ratings")
def data_ratings(as_json: JsonFile = None) -> None:
    """Read the ratings, join them to the catalogue and list what it does not hold."""
    from chatbot.build import Parts

    dataset = Parts(_settings()).dataset
    print(
        f"{len(dataset)} ratings of {len(dataset.items)} items by {len(dataset.users)} users; "
        f"{len(dataset.misses)} items not in the catalogue"
    )
    for miss in dataset.misses:
        print(f"  {miss.title} ({miss.year}): {miss.ratings} ratings")
    _write_json(
        {"ratings": len(dataset), "users": len(dataset.users), "misses": [m.title for m in dataset.misses]}, as_json
    )


@data.command("check")
def data_check() -> None:
    """Check the form of the catalogue: themes, descriptions, scales, series, twins. Exit 1 when something is wrong."""
    from chatbot.build import Parts
    from chatbot.sources.check import check_catalog

    settings = _settings()
    vocabulary = settings.catalog.with_name("themes.txt")
    themes = set(vocabulary.read_text("utf-8").splitlines()) if vocabulary.is_file() else set()
    catalog = Parts(settings).catalog
    problems = check_catalog(catalog, themes)
    for problem in problems:
        print(problem)
    described = sum(bool(item.description) for item in catalog)
    print(f"{len(catalog):,} items, {described:,} with a description, {len(themes)} themes: {len(problems)} problems")
    if problems:
        raise typer.Exit(1)


@data.command("fit-linking")
def data_fit_linking() -> None:
    """Learn anew which words are names, from data/mentions and the utterances; a minute or two."""
    from chatbot.build import Parts
    from chatbot.dialogue.linking.fitting import write_weights

    parts = Parts(_settings())
    print(f"fitted on {write_weights(parts.linker, parts.utterances):,} messages")


@app.command()
def index() -> None:
    """Build what is missing of item vectors, collaborative model and intent classifier."""
    from chatbot.build import build_index

    parts = build_index(_settings())
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

    settings = _settings()
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

    Page: / in the browser, and /chat for Gradio's own clients. API: POST /v1/chat (Accept: text/event-stream streams;
    "remember": false stores nothing of a conversation), POST /v1/feedback, /v1/helpful and /v1/tickets, GET and DELETE
    /v1/profile/ID, GET /v1/export/ID; /openapi.json describes all of it. Service: /healthz, /readyz, /metrics.

    Keys: CHATBOT_API_KEYS=one,two closes /v1 and /metrics to whoever sends neither "Authorization: Bearer one" nor
    "X-API-Key: one"; empty, they are open to everybody.

    Limits of each person: a message of 4,000 characters (CHATBOT_MESSAGE_MAX), a body of 64 KB (CHATBOT_BODY_MAX), 20
    messages a minute (CHATBOT_MESSAGES_A_MINUTE, 0 for any number), one answered while two wait. Of all people 8 are
    answered at once (CHATBOT_AT_ONCE) while 24 wait and are told their place. Beyond that 429 with Retry-After. A
    conversation that is not remembered ends after an hour without a word. X-Request-ID is kept or given, answered, and
    stands in the log.

    Operator's page: /admin, only while CHATBOT_ADMIN_PASSWORD is set (a password, or its argon2 hash). Tools for other
    programs: `chatbot mcp`.

    SIGHUP loads engine and adapter anew; until they are ready the old ones answer.
    """
    from app import serve as serve_page
    from chatbot.build import build_chatbot, reload_llm

    settings = _settings(host=host, port=port)
    serve_page(lambda: build_chatbot(settings), settings, lambda bot: reload_llm(bot, _settings(host=host, port=port)))


@app.command()
def mcp() -> None:
    """Serve the tools recommend, explain and search_films to another program, by MCP on standard input and output.

    Needs the extra: pip install -c constraints.txt -e '.[mcp]'.
    """
    from chatbot.mcp_server import serve_tools

    serve_tools(_settings())


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
    part: Annotated[Part, typer.Option(help="Which scripted dialogues: those to work with, or the held-out ones.")] = (
        Part.test
    ),
    show: Annotated[bool, typer.Option("--show", help="Print every failed check of the dialogues.")] = False,
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

    settings = _settings(adapter=adapter)
    folder = report or settings.adapter
    if redo:
        if folder is None:
            raise InputError("There is no adapter, so name the report's folder with --report.")
        print(write_report(read_report(folder), folder))
        return
    found = evaluate_tasks(settings, task, seed, most, folders(beside or []), part.value)
    out = sys.stderr if str(as_json) == "-" else sys.stdout
    print(table(found), file=out)
    for line in failed_lines(found["tasks"].get("dialogue", {})) if show else ():
        print(line, file=out)
    _write_json(found, as_json)
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

    settings = _settings()
    if search:
        best = try_settings(settings, recipe, search)
        print(f"best validation loss {best['value']:.4f} of {best['trials']} trials: {best['params']}")
        _write_json(best, as_json)
        return
    manifest = teach(settings, recipe, fresh)
    out = sys.stderr if str(as_json) == "-" else sys.stdout
    for name, row in manifest.get("validation", {}).items():
        print(f"{summary(name, row)}{'  decides' if name in manifest['tasks'] else ''}", file=out)
    _write_json(manifest, as_json)


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

        parts = Parts(_settings())
        rows = measure_scale([describe(item, parts.domain) for item in parts.catalog], sorted(items), seed=0)
        print(scale_table(rows), file=sys.stderr if str(as_json) == "-" else sys.stdout)
        _write_json(rows, as_json)
        return
    report = compare_speed(_settings(), rounds)
    print(speed_table(report), file=sys.stderr if str(as_json) == "-" else sys.stdout)
    _write_json(report, as_json)


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

        report = compare_engines(_settings(), seed=0)
        print(parity_table(report), file=sys.stderr if str(as_json) == "-" else sys.stdout)
        _write_json(report, as_json)
        return
    from chatbot.doctor import examine

    findings = examine(_settings())
    for finding in findings:
        print(finding.line(), file=sys.stderr if str(as_json) == "-" else sys.stdout)
    _write_json([finding.__dict__ for finding in findings], as_json)
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
