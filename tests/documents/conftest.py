import pytest

from reviews.document import render_document
from tests.documents import reading


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """The stored review as a PDF in each language, made once, without a database."""
    folder = tmp_path_factory.mktemp("documents")
    paths = {}
    for language in ("ar", "en"):
        paths[language] = folder / f"{language}.pdf"
        paths[language].write_bytes(
            render_document(reading.snapshot(), language=language, reference=reading.REFERENCE, assets=reading.picture)
        )
    return paths
