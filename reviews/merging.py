"""Bringing two people's texts together: what each wrote stays, what both wrote stands once."""

from foundation import richtext


def together(theirs: str, mine: str) -> str:
    """``theirs`` with the blocks of ``mine`` that it does not have after it, as canonical HTML.

    Blocks are compared as they would be written, so a paragraph that differs in a single letter
    is kept in both its versions: a person decides between them, never the portal.
    """
    blocks = richtext.parse(theirs)
    known = {richtext.write([block]) for block in blocks}
    return richtext.sanitize(
        richtext.write([*blocks, *(block for block in richtext.parse(mine) if richtext.write([block]) not in known)])
    )
