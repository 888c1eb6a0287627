"""Rich text: one canonical form, nothing harmful in it, no word lost on the way to Markdown and back."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import richtext

A, B = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("given_html", "expected"),
    [
        ("Only words", "<p>Only words</p>"),
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("<p>a</p><p></p><p>&nbsp;</p><p><br></p><p>b</p>", "<p>a</p><p>b</p>"),
        # Without its no-break space the number would read 700 12 in an Arabic line.
        ("<p>منهم 12&nbsp;700&nbsp;امرأة و3\u202f110 فتاة</p>", "<p>منهم 12\xa0700 امرأة و3\xa0110 فتاة</p>"),
        ("<p>one<br><br>two<br>three</p>", "<p>one</p><p>two<br>three</p>"),
        ("<p>a <b> b </b> c</p>", "<p>a <strong>b</strong> c</p>"),
        ("<p><b>a</b> <b>b</b></p>", "<p><strong>a b</strong></p>"),
        ("<p><em><strong>x</strong></em></p>", "<p><strong><em>x</em></strong></p>"),
        ("<b>bold <i>both</b> italic</i>", "<p><strong>bold <em>both</em></strong><em> italic</em></p>"),
        ("<h1>Head</h1><h5>Low</h5>", "<h3>Head</h3><h4>Low</h4>"),
        ("<h2><b>Head</b><br>line</h2>", "<h3>Head line</h3>"),
        ("<ul><li><p>a</p></li><li></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li><ul><li>b</li></ul></li></ul>", "<ul><li>b</li></ul>"),
        ("<ol><li>a</li></ol><ol><li>b</li></ol>", "<ol><li>a</li></ol><ol><li>b</li></ol>"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
        ("<pre>a\n  b</pre>", "<p>a<br>b</p>"),
        ('<a href="HTTPS://un.org/a b">x</a>', '<p><a href="HTTPS://un.org/a%20b">x</a></p>'),
        ('<a href="/relative">x</a>', "<p>x</p>"),
        (
            f'<p>before <img src="asset:{A}" alt="A"> after</p>',
            f'<p>before</p><figure><img src="asset:{A}" alt="A"></figure><p>after</p>',
        ),
        (
            f'<figure><img src="asset:{A}" alt=""><figcaption><p>The <b>map</b></p></figcaption></figure>',
            f'<figure><img src="asset:{A}" alt=""><figcaption>The map</figcaption></figure>',
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>",
            "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
        ),
        (
            "<table><tr><td><table><tr><td>in</td><td>ner</td></tr></table></td></tr></table>",
            "<table><tbody><tr><td><p>in</p><p>ner</p></td></tr></tbody></table>",
        ),
        ("<table><tr><td></td></tr></table>", ""),
        ("", ""),
        ("<p> </p><br>", ""),
    ],
)
def test_sanitize_brings_into_the_canonical_form(given_html, expected):
    assert richtext.sanitize(given_html) == expected
    assert richtext.sanitize(expected) == expected


def test_word_paste_comes_out_clean():
    pasted = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style>
    <!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=AR-SA>
    <!--StartFragment--><p class=MsoNormal dir=RTL style='margin:0cm'><span lang=AR-SA style='font-size:14.0pt'>تعزيز
    <b>التعاون</b> الدولي<o:p></o:p></span></p>
    <p class=MsoNormal><o:p>&nbsp;</o:p></p>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'>
    <span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span>
    <![endif]><span>البند الأول</span></p><p class=MsoListParagraph>·&nbsp; البند الثاني</p>
    <!--EndFragment--></body></html>"""
    assert richtext.sanitize(pasted) == (
        "<p>تعزيز <strong>التعاون</strong> الدولي</p><ul><li>البند الأول</li><li>البند الثاني</li></ul>"
    )


def test_unseen_characters_are_removed_and_isolates_kept():
    text = "a\x00b\ud800c\u202ed\u202de\u200bf\ufeffg\x07h\xadi &#0;&#x202e;&#x1f;j \u2067ك\u2069 \u200fم \u200dن"
    assert richtext.sanitize(f"<p>{text}</p>") == "<p>abcdefghi j \u2067ك\u2069 \u200fم \u200dن</p>"


def test_text_is_composed_and_presentation_forms_become_letters():
    assert (
        richtext.sanitize("<p>e\u0301 \u0627\u0654 \ufefb\ufe9f\ufeea</p>")
        == "<p>\xe9 \u0623 \u0644\u0627\u062c\u0647</p>"
    )


XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    f'<img src="asset:{A}" onload=alert(1) style="x:expression(alert(1))">',
    f'<img src="asset:{A}&quot; onerror=alert(1) x=&quot;">',
    '<img src="asset:../../etc/passwd">',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" jAvAsCrIpT&colon;alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="https://x.org/" onclick="alert(1)" target="_blank" style="position:fixed">x</a>',
    "<a href='https://x.org/\" onmouseover=\"alert(1)'>x</a>",
    '<iframe src="https://evil.example"></iframe><iframe srcdoc="<script>alert(1)</script>">',
    '<object data="x.swf"></object><embed src="x.swf"><applet code=x>',
    '<form action="https://evil.example"><input name=q><button formaction=javascript:alert(1)>go</button></form>',
    '<link rel="stylesheet" href="https://evil.example/x.css"><meta http-equiv=refresh content="0;url=https://e.example">',
    '<base href="https://evil.example/">',
    "<style>@import 'https://evil.example/x.css';</style><style>*{background:url(file:///etc/passwd)}</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<body onload=alert(1)><p>x</p>",
    "<table background=javascript:alert(1)><tr><td background=x onmouseover=alert(1)>x</td></tr></table>",
    '<td colspan="1 onmouseover=alert(1)">x</td>',
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<<script>alert(1)//<</script>",
    "<textarea><script>alert(1)</script></textarea><title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp><plaintext><img src=x onerror=alert(1)>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details><marquee onstart=alert(1)>x</marquee>",
    "<template><script>alert(1)</script></template>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<figure><figcaption>&lt;img src=x onerror=alert(1)&gt;</figcaption></figure>",
    f'<figure><img src="asset:{A}" alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">'
    "<figcaption>&lt;script&gt;</figcaption></figure>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    '<isindex type=image src=1 onerror=alert(1)><input type="image" src="x" onerror="alert(1)">',
]
ALLOWED = re.compile(
    r"</?(?:p|h3|h4|ul|ol|li|blockquote|table|caption|thead|tbody|tr|figure|figcaption|strong|em|u|sub|sup)>|</?(?:td|th)>"
    r'|<(?:td|th)(?: colspan="\d+")?(?: rowspan="\d+")?>|<br>|</a>|<a href="(?:https?|mailto):[^"<>]*">'
    r'|<img src="asset:[0-9a-f]{64}" alt="[^"<>]*">'
)


def only_of_the_schema(html: str) -> bool:
    """Nothing between angle brackets but the tags and attributes of the schema."""
    rest = ALLOWED.sub("", html)
    return "<" not in rest and ">" not in rest


@pytest.mark.parametrize("payload", XSS)
def test_payloads_come_out_inert(payload):
    for html in (payload, f"<p>before {payload} after</p>", f"<table><tr><td>{payload}</td></tr></table>"):
        clean = richtext.sanitize(html)
        assert only_of_the_schema(clean), clean
        assert richtext.sanitize(clean) == clean
        assert only_of_the_schema(richtext.from_markdown(html))
        assert only_of_the_schema(richtext.from_markdown(richtext.to_markdown(html)))


def test_markdown_takes_no_html_but_the_marks_it_has_no_sign_for():
    html = richtext.from_markdown(
        'H<sub>2</sub>O <script>x</script> <b onclick="y">z</b> <u>v</u> [l](javascript:alert(1))'
    )
    assert html == (
        '<p>H<sub>2</sub>O &lt;script&gt;x&lt;/script&gt; &lt;b onclick="y"&gt;z&lt;/b&gt; <u>v</u> '
        "[l](javascript:alert(1))</p>"
    )


def test_what_a_person_types_as_markdown():
    typed = "# Results\nFirst line\nsecond line\n\n- one\n- **two**\n\n    four spaces\n\n---\n\n1. a\n2. b"
    typed = typed.replace("\n", "\r\n")
    assert richtext.from_markdown(typed) == (
        "<h3>Results</h3><p>First line<br>second line</p><ul><li>one</li><li><p><strong>two</strong></p>"
        "<p>four spaces</p></li></ul><p>---</p><ol><li>a</li><li>b</li></ol>"
    )


def test_table_with_caption_and_picture_round_trip_through_markdown():
    html = (
        "<table><caption>Permits by year</caption><thead><tr><th>Year</th><th>Permits | all</th></tr></thead>"
        "<tbody><tr><td>2024</td><td>12<br>of 15</td></tr></tbody></table>"
        f'<figure><img src="asset:{A}" alt="A [map] of *all*">'
        '<figcaption>The "map" &amp;amp; more</figcaption></figure>'
        "<table><tbody><tr><td>no head</td></tr></tbody></table>"
    )
    markdown = richtext.to_markdown(html)
    assert markdown.startswith(": Permits by year\n\n| Year | Permits \\| all |\n| --- | --- |\n")
    assert richtext.from_markdown(markdown) == html


def test_markdown_of_ordinary_prose_is_readable():
    html = "<h3>العنوان</h3><p>نص <strong>مهم</strong>، ونص <em>مائل</em>.</p><ul><li>أول</li><li>ثان</li></ul>"
    assert richtext.to_markdown(html) == "## العنوان\n\nنص **مهم**، ونص *مائل*.\n\n- أول\n- ثان"


# ---------------------------------------------------------------- properties

words = st.text(
    st.sampled_from("ab لا،مَ ة1.)#*_-+=:>|<[]()!\\`~&;\"'^/ \n\t\xa0\u200f\u0301{}$%@?é𝔄"), max_size=14
) | st.sampled_from(
    ["1. a", "- x", "<b>", "&amp;", "## h ##", "| --- |", "---", "![a](b)", "http://x.org", ": c", "> q"]
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrap(tag: str):
    return lambda inner: f"<{tag}>{inner}</{tag}>"


inline = st.recursive(
    words.map(escaped) | st.just("<br>"),
    lambda inner: st.one_of(
        *(inner.map(wrap(tag)) for tag in ("strong", "em", "u", "sub", "sup", "span")),
        inner.map(lambda text: f'<a href="https://x.org/a_(b)?c=*1*&amp;copy;=2">{text}</a>'),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=8,
)
picture = st.builds(
    lambda alt, caption: (
        f'<figure><img src="asset:{B}" alt="{escaped(alt).replace(chr(34), "&quot;")}">'
        f"<figcaption>{escaped(caption)}</figcaption></figure>"
    ),
    words,
    words,
)
simple = st.one_of(*(inline.map(wrap(tag)) for tag in ("p", "h3", "h4", "div")), inline, picture)


def block_of(inner):
    held = st.lists(inner, max_size=3).map("".join)
    items = st.lists(held.map(wrap("li")), max_size=3).map("".join)
    return st.one_of(items.map(wrap("ul")), items.map(wrap("ol")), held.map(wrap("blockquote")))


def table_of(cell, spans):
    cells = st.builds(
        lambda tag, span, text: f"<{tag}{span}>{text}</{tag}>", st.sampled_from(["td", "th"]), spans, cell
    )
    rows = st.lists(st.lists(cells, max_size=3).map("".join).map(wrap("tr")), max_size=4).map("".join)
    return st.builds(
        lambda caption, body: f"<table><caption>{caption}</caption>{body}</table>", words.map(escaped), rows
    )


any_span = st.sampled_from(["", "", ' colspan="2"', ' rowspan="3"', ' colspan="999" rowspan="0"'])
documents = st.lists(
    st.one_of(simple, st.recursive(simple, block_of, max_leaves=6), table_of(simple, any_span)), max_size=5
).map("".join)
plain_tables = table_of(inline, st.just(""))
faithful = st.lists(st.one_of(simple, st.recursive(simple, block_of, max_leaves=6)), max_size=5).map("".join)
patient = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def words_of(html: str) -> str:
    return "".join(richtext.plain(html).split())


@patient
@given(documents)
def test_sanitize_twice_is_sanitize_once(html):
    once = richtext.sanitize(html)
    assert richtext.sanitize(once) == once
    assert only_of_the_schema(once)


@patient
@given(documents)
def test_markdown_and_back_loses_no_word(html):
    clean = richtext.sanitize(html)
    assert words_of(richtext.from_markdown(richtext.to_markdown(clean))) == words_of(clean)


@patient
@given(faithful)
def test_markdown_and_back_is_the_same_where_markdown_can_say_it(html):
    clean = richtext.sanitize(html)
    assert richtext.from_markdown(richtext.to_markdown(clean)) == clean


@patient
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([*XSS, "</p>", "<table>", "<li>", "<b>", "]]>", '"']), max_size=6).map("".join)
)
def test_anything_comes_out_of_the_schema(text):
    assert only_of_the_schema(richtext.sanitize(text))
    assert only_of_the_schema(richtext.from_markdown(text))


# ---------------------------------------------------------------- counting, finding, size


def test_plain_has_a_line_for_each_paragraph_and_row():
    html = (
        "<h3>T</h3><p>a<br>b</p><ul><li>c<ul><li>d</li></ul></li></ul><table><caption>e</caption>"
        f'<tbody><tr><td>f</td><td>g</td></tr></tbody></table><figure><img src="asset:{A}" alt="not">'
        "<figcaption>h</figcaption></figure>"
    )
    assert richtext.plain(html) == "T\na\nb\nc\nd\ne\nf\tg\nh"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two", 2),
        ("الهجرة الآمنة والمنظمة والنظامية", 4),
        ("الهِجْرَةُ الآمِنَةُ", 2),
        ("الهـــجـــرة", 1),
        ("أولاً، ثانياً؛ ثالثاً؟ «رابعاً»", 4),
        ("كلمة،كلمة", 2),
        ("– ، ؛ ... ( )", 0),
        ("27.5 و1,250 و١٬٢٥٠ و50%", 4),
        ("well-being e-mail a.b@un.org don’t", 4),
        ("\u2067IOM\u2069 \u200fالمنظمة", 2),
    ],
)
def test_word_count(text, count):
    assert richtext.word_count(f"<p>{text}</p>") == count


def test_is_blank_and_assets():
    assert richtext.is_blank("<p>&nbsp;</p><p><br></p><table><tr><td> </td></tr></table>")
    html = richtext.sanitize(f'<img src="asset:{B}"><img src="asset:{A}"><img src="asset:{B}">')
    assert not richtext.is_blank(html)
    assert richtext.asset_hashes(html) == [B, A]
    resolved = richtext.resolve_assets(html, lambda sha: f'/files/{sha[:4]}?a=1&b="2"')
    assert '<img src="/files/bbbb?a=1&amp;b=&quot;2&quot;" alt="">' in resolved
    assert "asset:" not in resolved


def test_headings_are_shifted_to_fit_a_page():
    assert richtext.shift_headings("<h3>a</h3><h4>b</h4><p>h3</p>", 2) == "<h5>a</h5><h6>b</h6><p>h3</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 20_000 + "x",
        "<ul><li>" * 20_000 + "x",
        "<b>" * 50_000 + "x",
        "<table><tr><td>" * 5_000 + "x",
        "".join(f"<b class={n}><i>" for n in range(10_000)) + "x",
        "<table>" + "<tr><td colspan=999 rowspan=999>x</td></tr>" * 3_000 + "</table>",
        "<p>" + "كلمة " * 40_000 + "</p>",
        "x<br>" * 40_000,
        "*" * 100_000,
        "[" * 50_000,
        "> " * 20_000 + "x",
        "- " * 20_000 + "x",
    ],
    ids=range(12),
)
def test_large_and_deep_text_takes_bounded_time(html):
    # Time of this process: what else the machine does is not its fault.
    started = time.process_time()
    clean = richtext.sanitize(html)
    assert richtext.sanitize(clean) == clean
    richtext.from_markdown(html)
    richtext.to_markdown(clean)
    assert time.process_time() - started < 10
