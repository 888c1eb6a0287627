from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from gcm_portal import staticfiles


@pytest.fixture
def storage(tmp_path, settings, monkeypatch):
    settings.DEBUG = False
    # Which files are ours is asked of the finders; here, of the name.
    monkeypatch.setattr(staticfiles, "_is_our_own", lambda name: name.startswith("ours/"))
    return staticfiles.ModuleManifestStorage(location=tmp_path, base_url="/static/")


def collect(storage, files: dict[str, str]) -> dict[str, str]:
    for name, content in files.items():
        storage.save(name, ContentFile(content.encode()))
    for _name, _hashed, processed in storage.post_process({name: (storage, name) for name in files}):
        if isinstance(processed, Exception):
            raise processed
    return storage.hashed_files


def test_modules_import_each_other_by_hashed_names(storage):
    hashed = collect(storage, {"ours/a.js": 'import { b } from "./b.js";\n', "ours/b.js": "export const b = 1;\n"})
    text = Path(storage.path(hashed["ours/a.js"])).read_text()
    assert hashed["ours/b.js"].removeprefix("ours/") in text
    assert '"./b.js"' not in text


def test_a_missing_file_in_our_own_style_sheet_stops_the_collection(storage):
    with pytest.raises(ValueError, match=r"missing\.svg"):
        collect(storage, {"ours/a.css": "a { background: url(missing.svg) }"})


def test_a_missing_file_in_the_style_sheet_of_a_package_stays_as_written(storage):
    text = "a { color: red }\n/*# sourceMappingURL=a.css.map*/"
    hashed = collect(storage, {"package/a.css": text})
    assert Path(storage.path(hashed["package/a.css"])).read_text() == text


def test_a_page_cannot_name_a_file_that_was_not_collected(storage):
    collect(storage, {"ours/a.css": "a { color: red }"})
    assert storage.url("ours/a.css").startswith("/static/ours/a.")
    with pytest.raises(ValueError, match=r"ours/b\.css"):
        storage.url("ours/b.css")


def test_hashed_files_are_there_compressed(storage, tmp_path):
    hashed = collect(storage, {"ours/a.css": "a { color: red }\n" * 200})
    compressed = sorted(path.name for path in (tmp_path / "ours").iterdir() if path.suffix in (".br", ".gz"))
    name = hashed["ours/a.css"].removeprefix("ours/")
    assert compressed == [f"{name}.br", f"{name}.gz"]
