import io
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from foundation import assets

ARABIC = next(font for font in assets.FONTS if font.file == "plex-arabic-regular.woff2")


@pytest.fixture
def one_font(monkeypatch):
    """Variable fonts take seconds to cut; one static font shows the same."""
    monkeypatch.setattr(assets, "FONTS", [ARABIC])


def test_a_second_run_makes_nothing(one_font, tmp_path):
    first = assets.build_assets(tmp_path)
    assert all(item.made for item in first)
    second = assets.build_assets(tmp_path)
    assert not any(item.made for item in second)
    assert [item.size for item in first] == [item.size for item in second]


def test_what_has_changed_or_is_gone_is_made_again(one_font, tmp_path, monkeypatch):
    assets.build_assets(tmp_path)
    (tmp_path / "build" / "share.png").unlink()
    monkeypatch.setattr(assets, "style_sheet", lambda: "a {}")
    monkeypatch.setattr(assets, "FONTS", [replace(ARABIC, characters="20 627-64a")])
    made = {item.name for item in assets.build_assets(tmp_path) if item.made}
    assert made == {"share.png", "site.css", "fonts/plex-arabic-regular.woff2"}


def test_the_arabic_subset_can_still_join_its_letters(one_font, tmp_path):
    assets.build_assets(tmp_path)
    font = TTFont(io.BytesIO((tmp_path / "build" / "fonts" / ARABIC.file).read_bytes()))
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig"} <= features
    assert {"mark", "mkmk"} <= {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ،؛؟ًٌٍَُِّْٰـ0123456789 «»"
    assert {letter for letter in letters if ord(letter) not in font.getBestCmap()} == set()


def test_the_style_sheet_keeps_its_order_and_loses_its_comments():
    sheet = assets.style_sheet()
    assert "/*" not in sheet
    marks = ["@font-face", "--paper", "box-sizing", "\n.wrap {", "\n.button {", "@page {"]
    places = [sheet.index(mark) for mark in marks]
    assert places == sorted(places)


def test_pictures_have_the_colours_of_the_tokens():
    tokens = (assets.CSS / "tokens.css").read_text()
    first = {name: tokens.partition(f"--{name}: ")[2].partition(";")[0] for name in ("band", "on-band", "glow")}
    assert first == {"band": assets.BAND, "on-band": assets.ON_BAND, "glow": assets.GLOW}
