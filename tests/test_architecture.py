"""The house rules, read off the source: what may import what, and what may happen where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "app.py", *sorted((ROOT / "chatbot").rglob("*.py")))
}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}

# lowest first; a module imports from lower layers, or from its own room (the same entry of the table)
LAYERS = (
    {"limits"},
    {"__init__", "types", "errors", "gaussian", "progress"},
    {"settings", "domain", "assets", "storage", "fitted"},
    {"prompt", "collaborative", "catalog", "middleware", "turnstile", "metrics", "api_shapes"},
    {"llm.base"},
    {"llm"},
    {"profile", "dataset", "explain", "retrieval"},
    {"sources", "tasks", "sayings", "taste", "chinese"},
    {"predict", "evidence"},
    {"recommender", "support"},
    {"dialogue", "evaluation", "keeping"},
    {"chatbot", "account", "training", "evaluation.linking", "evaluation.state", "evaluation.why"},
    {"build", "page", "evaluation.speed", "evaluation.dialogue"},
    {"admin", "evaluation.models", "evaluation.reasons"},
    {"api", "evaluation.tasks"},
    {"teach", "evaluation.simulated"},
    {"evaluation.lists", "evaluation.ratings", "evaluation.serving"},
    {"evaluation.likes"},
    {"evaluation.evaluate", "terminal", "doctor", "server", "mcp_server"},
    {"evaluation.parity", "evaluation.bench"},
    {"front"},
    {"app"},
    {"console"},
    {"cli_data"},
    {"cli"},
)
HEAVY = ("torch", "transformers", "openvino", "peft", "sentence_transformers", "tokenizers")
HEAVY_HOMES = ("chatbot.llm", "chatbot.retrieval.encoder", "chatbot.training")


def room(module: str) -> str:
    """The table's entry for a module: the longest that fits."""
    inner = module.removeprefix("chatbot.") if module != "chatbot" else "__init__"
    fits = [name for layer in LAYERS for name in layer if inner == name or inner.startswith(f"{name}.")]
    assert fits, f"{module} has no layer yet: give it one in LAYERS"
    return max(fits, key=len)


def layer(module: str) -> int:
    return next(at for at, names in enumerate(LAYERS) if room(module) in names)


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of everything imported anywhere in a file; `from a import b` gives a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: relative import"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def inner_imports(module: str) -> set[str]:
    """Modules of the project that a module imports."""
    found = set()
    for name, _ in imports(TREES[module]):
        target = name if name in FILES else name.rpartition(".")[0]
        if target in FILES and target != module:
            found.add(target)
    return found


def offenders(pattern: str, allowed: Callable[[str], bool]) -> list[str]:
    """`module:line` of code (comments and docstrings left out) that matches, outside the allowed modules."""
    found = []
    for module, tree in TREES.items():
        if not allowed(module):
            for number, line in enumerate(ast.unparse(_without_docstrings(tree)).splitlines(), 1):
                if re.search(pattern, line):
                    found.append(f"{module}: {line.strip()} (line {number} of the unparsed code)")
    return found


def _without_docstrings(tree: ast.Module) -> ast.Module:
    tree = ast.parse(ast.unparse(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body[0] = ast.Pass()
    return tree


def within(*homes: str) -> Callable[[str], bool]:
    return lambda module: any(module == home or module.startswith(f"{home}.") for home in homes)


def importers(*packages: str) -> list[str]:
    """Modules that import one of the packages, anywhere in the file."""
    return [m for m, tree in TREES.items() if any(name.split(".")[0] in packages for name, _ in imports(tree))]


def test_every_entry_of_the_table_is_a_room() -> None:
    assert {n for names in LAYERS for n in names} == {room(m) for m in FILES}


@pytest.mark.parametrize("module", sorted(FILES))
def test_imports_go_down_only(module: str) -> None:
    wrong = [
        target
        for target in inner_imports(module)
        if target != "chatbot" and room(target) != room(module) and layer(target) >= layer(module)
    ]
    assert not wrong, f"{module} (layer {layer(module)}) imports {wrong} from its own layer or a higher one"


def test_no_import_circle() -> None:
    done: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"a circle: {' -> '.join((*path[path.index(module) :], module))}"
        if module not in done:
            for target in sorted(inner_imports(module)):
                # a file of a package that imports a sibling imports the package's __init__ too, by Python's own rule
                if not module.startswith(f"{target}."):
                    walk(target, (*path, module))
            done.add(module)

    for module in FILES:
        walk(module, ())


def test_the_circle_check_finds_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TREES, "chatbot.errors", ast.parse("from chatbot import build"))
    with pytest.raises(AssertionError, match=r"a circle: .*chatbot\.errors"):
        test_no_import_circle()


def test_only_predict_asks_the_model_when_serving() -> None:
    asked = r"\.(score_choices|generate)\("
    assert offenders(asked, lambda m: False), "the pattern finds predict.py itself"
    assert not offenders(asked, within("chatbot.predict", "chatbot.llm", "chatbot.training", "chatbot.evaluation"))


def test_gradio_only_on_the_page_and_sql_only_in_storage() -> None:
    assert "app" in importers("gradio")
    assert all(within("app", "chatbot.front")(module) for module in importers("gradio"))
    assert all(within("chatbot.storage")(module) for module in importers("sqlalchemy", "alembic", "sqlite3", "psycopg"))
    sql = r"(?i)['\"]\s*(select .+ from|insert into|delete from|update .+ set|pragma|create table)\b"
    assert not offenders(sql, within("chatbot.storage"))


def test_the_page_cannot_reach_the_operators() -> None:
    pages = [*filter(within("app", "chatbot.page", "chatbot.front"), FILES)]
    assert len(pages) > 14
    assert not [module for module in pages if any("admin" in name for name in inner_imports(module))]
    assert not offenders(r"gradio", lambda module: not module.startswith("chatbot.admin"))


def test_heavy_libraries_only_where_they_belong() -> None:
    found = importers(*HEAVY)
    assert "chatbot.llm.transformers" in found
    assert [m for m in found if not within(*HEAVY_HOMES)(m)] == []


def test_only_settings_reads_the_environment() -> None:
    assert not offenders(r"environ|getenv|BaseSettings", within("chatbot.settings"))


def test_the_model_reads_only_words_of_the_prompts_folder() -> None:
    """Prompts are made by PromptFormat.render alone, from files; only the stopwatch may ask anything."""
    assert not offenders(
        r"\bPrompt\(", within("chatbot.prompt", "chatbot.evaluation.speed", "chatbot.evaluation.bench")
    )
    assert not offenders(r"<\|im_(start|end)\|>|apply_chat_template", within("chatbot.prompt", "chatbot.llm.convert"))


def test_randomness_is_seeded() -> None:
    assert not importers("random")
    cookies = {"chatbot.middleware", "chatbot.admin.session"}
    assert not [m for m in importers("secrets") if m not in cookies], "secrets are for cookies"
    assert not offenders(r"np\.random\.(?!default_rng\(\w|Generator\b)|default_rng\(\)|numpy\.random", lambda m: False)
    assert not offenders(r"torch\.(rand|randn|randint|randperm)\(|\.shuffle\(\)|do_sample=True", lambda m: False)


def test_nothing_is_unpickled() -> None:
    assert not importers("pickle", "joblib", "dill", "shelve", "marshal", "cloudpickle")
    assert not offenders(r"torch\.(load|save)\(|allow_pickle=True|weights_only=False", lambda m: False)
    assert not offenders(r"\byaml\.(load|unsafe_load|full_load)\(|(?<!\.)\b(eval|exec)\(", lambda m: False)


def test_no_star_imports_and_no_untold_module() -> None:
    assert not [m for m, tree in TREES.items() if any(name.endswith(".*") for name, _ in imports(tree))]
    assert not [m for m, tree in TREES.items() if not ast.get_docstring(tree)]


def test_nothing_reaches_outside_the_project() -> None:
    """Code, words and data stand alone: a fresh clone has nothing beside it."""
    kept = ("chatbot", "prompts", "data", "tests", "adapters")
    paths = [ROOT / "app.py", *(p for folder in kept for p in (ROOT / folder).rglob("*"))]
    outside = re.compile(r"\.\./" + "shared|/" + "work/|/" + "home/|/" + "root/")
    read = [p for p in paths if p.suffix in {".py", ".yaml", ".yml", ".md", ".toml", ".css", ".js"} and p.is_file()]
    assert len(read) > 60
    assert [str(p) for p in read if outside.search(p.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "module", ["chatbot.chatbot", "chatbot.dialogue", "chatbot.api", "chatbot.build", "chatbot.cli", "chatbot.tasks"]
)
def test_importing_needs_no_heavy_library(module: str) -> None:
    check = f"import sys, {module}; print([h for h in {HEAVY!r} if h in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
