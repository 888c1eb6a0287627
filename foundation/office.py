"""Word and Excel files that come from outside: opened as packages, with mistrust.

Nothing in a package is followed to anywhere else: no entity is expanded, no address is asked.
"""

import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _
from lxml import etree

from foundation.files import FileError

MAX_ENTRIES = 3_000
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_XML_BYTES = 30 * 1024 * 1024

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: Relations that may lead out of a package: a link that a reader may click, and a picture that we leave out.
_MAY_LEAD_OUT = ("/hyperlink", "/image")


@dataclass(frozen=True)
class Relation:
    """Where a part points: to another part of the package, or (``external``) out of it."""

    kind: str  # the last part of the type's address: hyperlink, image, numbering …
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """The parts of an Office file by name, all of them read and checked."""

    parts: dict[str, bytes]
    trees: dict[str, etree._Element] = field(default_factory=dict)

    def relations(self, part: str) -> dict[str, Relation]:
        """Where ``part`` points, by the id of the relation."""
        folder, name = posixpath.split(part)
        tree = self.trees.get(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found = {}
        for one in tree.iter(_RELATION) if tree is not None else []:
            external = one.get("TargetMode") == "External"
            target = one.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = Relation(one.get("Type", "").rsplit("/", 1)[-1], target, external)
        return found


def damaged() -> FileError:
    return FileError(_("The file is damaged and cannot be read. Nothing has been changed."), code="damaged")


def parse(content: bytes) -> etree._Element:
    """XML that comes from outside. Raises ``FileError`` where it is broken or declares entities."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise damaged() from None
    if root.getroottree().docinfo.doctype:
        raise FileError(
            _("This file refers to contents outside itself. The portal does not open such files."), code="external"
        )
    return root


def open_package(content: bytes) -> Package:
    """Read every part of an Office file.

    Raises ``FileError`` for what is no whole zip file, unpacks to too much, has broken XML, or
    refers to anything outside but the links and pictures of a text.
    """
    parts: dict[str, bytes] = {}
    trees: dict[str, etree._Element] = {}
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise FileError(_("This file unpacks to more than the portal accepts."), code="too_large")
            for entry in entries:
                name = entry.filename
                if name in parts:
                    raise damaged()
                if name.endswith((".xml", ".rels")) and entry.file_size > MAX_XML_BYTES:
                    raise FileError(_("This file unpacks to more than the portal accepts."), code="too_large")
                # Never more than the entry says it holds, and its checksum must be right.
                parts[name] = archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise damaged() from None
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            trees[name] = parse(part)
    if "[Content_Types].xml" not in trees:
        raise damaged()
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        for one in tree.iter(_RELATION):
            if one.get("TargetMode") == "External" and not one.get("Type", "").endswith(_MAY_LEAD_OUT):
                raise FileError(
                    _("This file refers to contents outside itself. The portal does not open such files."),
                    code="external",
                )
    return Package(parts, trees)
