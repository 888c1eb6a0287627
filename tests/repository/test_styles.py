"""Style sheets, templates and scripts against the rules of docs/components.md."""

import re
from pathlib import Path

import pytest
from django.template import engines

from foundation.assets import COMMENT, CSS, FONTS, STANDALONE, style_sheet
from foundation.icons import ICONS

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
ROOMS = [
    "foundation", "countries", "accounts", "objectives", "network", "champions", "mptf", "capacity", "reviews",
    "workspace", "progress", "gcm_portal",
]  # fmt: skip

# WeasyPrint's own style sheets follow the rules of paged media; they have their own tests.
SHEETS = [path for path in sorted(CSS.rglob("*.css")) if not path.match(STANDALONE)]
PAGES = sorted(TEMPLATES.rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[\w-]*"
    r"|(?:min-|max-)?(?:width|height)|left|right|top|bottom"
    r"|border-(?:top|bottom)-(?:left|right)-radius|overflow-[xy](?!\s*:\s*auto))\s*:"
    r"|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)|clear\s*:\s*(?:left|right)"
)
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|lab)\("
    r"|:\s*(?:white|black|red|green|blue|gray|grey|orange|yellow|purple|navy|teal)\b"
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def bare(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def found(pattern: re.Pattern[str], path: Path, text: str) -> list[str]:
    return [f"{name(path)}: {match.group().strip()}" for match in pattern.finditer(text)]


def declarations(path: Path) -> str:
    """Without conditions: ``@media (min-width: …)`` speaks of the screen and has no logical form in use."""
    return re.sub(r"@(?:media|container|supports)[^{]*\{", "{", bare(path))


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_style_sheet_knows_no_left_and_right(path):
    assert found(PHYSICAL, path, declarations(path)) == []


@pytest.mark.parametrize("path", [path for path in SHEETS if path.name != "tokens.css"], ids=name)
def test_style_sheet_takes_its_colours_from_the_tokens(path):
    # A selector such as #table is no colour; values follow a colon or a comma inside a block.
    values = "\n".join(re.findall(r":[^;{}]+;", bare(path)))
    assert found(COLOUR, path, values) == []


@pytest.mark.parametrize("path", [path for path in SHEETS if path.name != "tokens.css"], ids=name)
def test_what_arabic_must_not_have_comes_from_tokens(path):
    """Spaced or slanted Arabic is broken Arabic: such values change with the language (tokens.css)."""
    for prop, value in re.findall(r"(letter-spacing|font-style)\s*:\s*([^;]+);", bare(path)):
        assert value.strip() in ("normal", "inherit") or value.startswith("var(--"), f"{name(path)}: {prop}: {value}"


def test_both_ways_into_the_dark_give_the_same_colours():
    tokens = bare(CSS / "tokens.css")
    asked = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', tokens, re.DOTALL)
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', tokens, re.DOTALL)
    assert asked and chosen
    assert re.findall(r"[\w-]+: [^;]+;", asked[1]) == re.findall(r"[\w-]+: [^;]+;", chosen[1])


def test_every_token_that_is_used_is_defined():
    sheet = style_sheet()
    defined = set(re.findall(r"(--[\w-]+)\s*:", sheet))
    # With a fallback a variable may be absent: a tile outside any round table has no hue.
    used = set(re.findall(r"var\((--[\w-]+)\)", sheet))
    assert used - defined == set()


def test_every_token_that_is_defined_is_used():
    tokens = set(re.findall(r"(--[\w-]+)\s*:", bare(CSS / "tokens.css")))
    used = set(re.findall(r"var\((--[\w-]+)", style_sheet()))
    assert tokens - used == set()


def test_style_sheet_asks_for_nothing_but_our_fonts():
    addresses = re.findall(r"url\(([^)]*)\)", style_sheet())
    assert sorted(addresses) == sorted(f'"fonts/{font.file}"' for font in FONTS)


def _corpus() -> str:
    files = [*PAGES, *SCRIPTS]
    files += [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    return "\n".join(path.read_text() for path in files)


# Made by packages, not by our templates: the editor of rich text, the lists of the admin, Django's help texts.
CLASSES_OF_PACKAGES = re.compile(r"^(ProseMirror|prose-|helptext$|htmx-|errorlist$|select2-)")


def test_every_class_is_used():
    corpus = _corpus()
    unused = []
    for path in SHEETS:
        for css_class in sorted(set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", bare(path))))):
            if CLASSES_OF_PACKAGES.match(css_class) or re.search(rf"(?<![\w-]){css_class}(?![\w-])", corpus):
                continue
            # tag--success is written as tag--{{ tone }}, objective-7 as objective-{{ number }}.
            stem = re.match(r".*-(?=[^-]+$)", css_class)
            if stem and re.search(rf"(?<![\w-]){stem.group()}\{{\{{", corpus):
                continue
            unused.append(f"{name(path)}: .{css_class}")
    assert unused == []


# A mail has no style sheet of ours to point to.
OWN_STYLES = {"templates/layouts/mail.html"}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_template_has_no_style_or_script_of_its_own(path):
    """The Content-Security-Policy would refuse them; in a mail or a document they would go unseen."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    faults = re.findall(r"\sstyle=|\son[a-z]+=|javascript:", text)
    if name(path) not in OWN_STYLES:
        faults += re.findall(r"<style", text)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        if "application/ld+json" not in attributes and ("src=" not in attributes or body.strip()):
            faults.append(f"<script{attributes}>")
    assert faults == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_template_fetches_nothing_from_another_host(path):
    text = path.read_text()
    loading = re.findall(
        r"<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*?(?:src|data|srcset)=\"(?:https?:)?//[^\"]*",
        text,
    )
    loading += [link for link in re.findall(r"<link\b[^>]*>", text) if re.search(r"href=\"(?:https?:)?//", link)]
    assert loading == []


def test_no_template_asks_which_language_it_is_in():
    """A third language is a setting: texts come from ``{% text %}``, directions from the language."""
    asking = re.compile(r"[!=]=\s*[\"'](?:ar|en)[\"']")
    assert [fault for path in PAGES for fault in found(asking, path, path.read_text())] == []


def test_every_icon_that_is_named_is_drawn():
    corpus = "\n".join(path.read_text() for path in PAGES)
    named = set(re.findall(r"{% icon \"([\w-]+)\"", corpus)) | set(re.findall(r"\sicon=\"([\w-]+)\"", corpus))
    assert named - set(ICONS) == set()


def _is_override(relative: str) -> bool:
    """Replaces a template of Django or of a package, which asks for it by this name."""
    if re.fullmatch(r"\d{3}(_csrf)?\.html", relative):
        return True
    folders = [Path(folder) for folder in engines["django"].template_dirs]
    return any((folder / relative).exists() for folder in folders if folder != TEMPLATES)


def test_every_template_is_used():
    corpus = _corpus()
    unused = []
    for path in sorted(TEMPLATES.rglob("*")):
        if not path.is_file():
            continue
        relative = str(path.relative_to(TEMPLATES))
        names = [relative]
        if path.parent.name == "components":
            names = [f'"{relative}"', f'_draw(\n        "{path.stem}"', f'_draw("{path.stem}"']
        elif path.parent.name == "mail":
            names = [f'"{path.name.partition(".")[0]}"', relative]
        if not any(text in corpus for text in names) and not _is_override(relative):
            unused.append(relative)
    assert unused == []


def test_components_say_what_they_take():
    silent = [
        name(path)
        for path in sorted((TEMPLATES / "components").glob("*.html"))
        if not path.read_text().startswith("{% comment %}")
    ]
    assert silent == []


#: A key or a version inside an attribute: written as it is, or from 1,000 on no server reads it back.
LOCALIZED_KEY = re.compile(
    r'="[^"]*\{\{ ?(?:[a-z_]+\.)*(?:pk|history_id|version|newest|previous_page_number|next_page_number) ?\}\}'
)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_keys_in_attributes_have_no_thousands_separator(path):
    found = LOCALIZED_KEY.findall(path.read_text(encoding="utf-8"))
    assert not found, found
