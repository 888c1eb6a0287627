"""A page as its reader has it: language, title, headings, links, tables, text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect", "path", "circle", "source", "wbr"}
UNSEEN = {"script", "style", "template"}


def squeeze(text: str) -> str:
    return " ".join(text.split())


@dataclass
class Node:
    tag: str
    attrs: dict[str, str]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        if self.tag in UNSEEN:
            return ""
        # A space between elements: cells and items do not run into one another.
        return squeeze(" ".join(child if isinstance(child, str) else child.text for child in self.children))

    def all(self, *tags: str, **attrs: str) -> list["Node"]:
        found = []
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags and all(
                    value in child.attrs.get(name, "").split() for name, value in attrs.items()
                ):
                    found.append(child)
                found += child.all(*tags, **attrs)
        return found

    def one(self, *tags: str, **attrs: str) -> "Node":
        (found,) = self.all(*tags, **attrs)
        return found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("root", {})

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Node(tag, dict(attrs), self.here))

    def handle_endtag(self, tag):
        node = self.here
        while node.parent is not None and node.tag != tag:
            node = node.parent
        if node.parent is not None:
            self.here = node.parent

    def handle_data(self, data):
        self.here.children.append(data)


class Reading:
    """``response`` read; what is asked for here is what is in ``<main>`` unless it says otherwise."""

    def __init__(self, response: HttpResponse):
        reader = _Reader()
        reader.feed(response.content.decode())
        self.root = reader.root
        self.html = self.root.one("html")
        self.main = self.root.one("main")

    @property
    def language(self) -> tuple[str, str]:
        return self.html.attrs["lang"], self.html.attrs["dir"]

    @property
    def title(self) -> str:
        return self.root.one("title").text if len(self.root.all("title")) == 1 else ""

    @property
    def description(self) -> str:
        return next(meta.attrs["content"] for meta in self.root.all("meta", name="description"))

    @property
    def alternates(self) -> dict[str, str]:
        return {link.attrs["hreflang"]: link.attrs["href"] for link in self.root.all("link", rel="alternate")}

    @property
    def heading(self) -> str:
        return self.main.one("h1").text

    @property
    def headings(self) -> list[str]:
        return [heading.text for heading in self.main.all("h2")]

    @property
    def text(self) -> str:
        return self.main.text

    @property
    def links(self) -> dict[str, str]:
        """Words → address."""
        return {link.text: link.attrs["href"] for link in self.main.all("a") if "href" in link.attrs}

    def rows(self, anchor: str) -> list[list[str]]:
        """The cells of the body of the table whose region has this id."""
        table = next(node for node in self.main.all("div") if node.attrs.get("id") == anchor)
        return [[cell.text for cell in row.all("th", "td")] for row in table.one("tbody").all("tr")]

    def tiles(self) -> dict[str, list[str]]:
        """Title of each group of a tile map → codes of its filled tiles."""
        groups = {}
        for group in self.main.all("section", **{"class": "tile-map__group"}):
            filled = group.all("a", "span", **{"class": "mark-tile--full"})
            groups[group.one("h3").text] = [tile.all("span")[0].text for tile in filled]
        return groups

    def fact(self, label: str) -> str:
        (found,) = [node for node in self.main.all("div", **{"class": "fact"}) if node.one("dt").text == label]
        return found.one("dd").text

    def part(self, anchor: str) -> Node:
        return next(node for node in self.main.all("section") if node.attrs.get("id") == anchor)
