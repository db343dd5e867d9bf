"""chatbot data …: fetch, compile, import and check what the bot is made from."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated

import typer

from chatbot.console import JsonFile, ready, show
from chatbot.errors import DataError, InputError

data = typer.Typer(help="Fetch, compile and check data.", no_args_is_help=True)


@data.command("fetch")
def data_fetch(again: Annotated[bool, typer.Option(help="Fetch anew even what is there.")] = False) -> None:
    """Fetch the base model and the ratings, check them, and convert the model once."""
    from chatbot import assets
    from chatbot.build import base_model
    from chatbot.llm.convert import converted_folder

    settings = ready()
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

    settings = ready()
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

    dataset = Parts(ready()).dataset
    found = f"{len(dataset)} ratings of {len(dataset.items)} items by {len(dataset.users)} users"
    misses = [f"  {miss.title} ({miss.year}): {miss.ratings} ratings" for miss in dataset.misses]
    figures = {"ratings": len(dataset), "users": len(dataset.users), "misses": [m.title for m in dataset.misses]}
    show([f"{found}; {len(misses)} items not in the catalogue", *misses], figures, as_json)


@data.command("check")
def data_check() -> None:
    """Check the form of the catalogue: themes, descriptions, scales, series, twins. Exit 1 when something is wrong."""
    from chatbot.build import Parts
    from chatbot.sources.check import check_catalog

    settings = ready()
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

    parts = Parts(ready())
    print(f"fitted on {write_weights(parts.linker, parts.utterances):,} messages")


@data.command("mask-names")
def data_mask_names() -> None:
    """Write anew, beside the utterances to learn from, their text with names masked; some minutes."""
    from chatbot.build import Parts

    print(f"{Parts(ready()).mask_utterances():,} utterances name something")


@data.command("ship-vectors")
def data_ship_vectors() -> None:
    """Encode anew the texts that come with the project, so that a first start need not; some minutes."""
    from chatbot.build import ship_vectors

    print(f"{ship_vectors(ready()):,} vectors")
