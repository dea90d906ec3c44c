"""A saved page gives the report on it: all of it, as the browser shows it, and nothing else."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers import html
from corpus.readers.reading import NoteKind, Reading
from corpus.readers.sniff import Format, sniff

TITLE = "2026年临江县政府工作报告"
REPORT = [
    "——2026年1月20日在临江县第十七届人民代表大会第五次会议上",
    "临江县人民政府县长 李志远",
    "各位代表：",
    "现在，我代表县人民政府向大会报告工作，请予审议，并请县政协委员和列席人员提出意见。",
    "一、2025年工作回顾",
    "过去一年，我们坚持稳中求进工作总基调，地区生产总值增长6.1%，城镇新增就业4200人，农村居民收入稳步提高。",
    "（一）产业发展提质增效。新培育规模以上工业企业12家，特色农产品加工产值突破20亿元，文旅融合持续升温。",
    "我们也清醒地认识到，发展不平衡不充分的问题仍然存在，重大项目储备不足，公共服务还有短板。",
    "二、2026年重点工作",
    "坚持把发展的着力点放在实体经济上，扩大有效投资，激发消费活力，兜牢民生底线，守住安全底线。",
    "让我们更加紧密地团结起来，为建设美丽临江而努力奋斗！",
    "临江县人民政府",
    "2026年1月20日",
]
WHOLE = "\n".join([TITLE, *REPORT])
LINKS = "".join(
    f"<li><a href='/{n}'>{text}</a><span>2026-02-0{n}</span></li>"
    for n, text in enumerate(
        ["县委召开全面深化改革会议", "县长调研春耕备耕", "一图读懂政府工作报告"], 1
    )
)
NAV = "<ul class=nav><li><a href=/>首页</a><li><a href=/z>政务公开</a><li><a href=/h>互动交流</a></ul>"
FOOT = (
    "<div class=foot><p>主办：临江县人民政府办公室</p><p>版权所有：临江县人民政府，未经许可不得转载、使用。</p>"
    "<p><a href=#>琼ICP备05000041号</a> <a href=#>网站地图</a></p></div>"
)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def each(pattern: str) -> str:
    return "".join(pattern.format(line) for line in REPORT)


def text_of(body: str, head: str = "") -> str:
    return html.read(page(body, head), "a.html").text


TEMPLATES = {
    "editor box": f"""{NAV}
        <div>当前位置：<a href=/>首页</a> &gt; <a href=/z>政务公开</a> &gt; 正文</div>
        <div class=main><h1>{TITLE}</h1>
        <div>发布日期：2026-02-10 09:30 <span>来源：临江日报</span>
        【字体：<a href=#>大</a> <a href=#>中</a> <a href=#>小</a>】<a href=#>打印</a></div>
        <div class=TRS_Editor>{each("<p>　　{}</p>")}</div>
        <div>责任编辑：王小明</div><h3>相关链接</h3><ul>{LINKS}</ul></div>{FOOT}""",
    "tables in a form": f"""<form id=aspnetForm><table><tr><td>{NAV}<td></table><table><tr>
        <td><table><tr><td>目录</td></tr><tr><td><a href=#>机构职能</a></td></tr></table></td>
        <td><table><tr><td align=center><b>{TITLE}</b></td></tr>
        <tr><td>来源：县政府办　浏览次数：<span>88</span>次</td></tr>
        <tr><td>{each("<div>&nbsp;&nbsp;&nbsp;&nbsp;{}</div>")}</td></tr>
        <tr><td>上一篇：<a href=#>县委全会公报</a><br>下一篇：没有了</td></tr></table></td>
        </tr></table></form>{FOOT}""",
    "line breaks": f"""<div><a href=#>网站首页</a> <a href=#>设为首页</a></div>
        <div><div>{TITLE}</div><div>2026年02月10日 07时41分</div>
        <div id=zoom>{each("　　{}<br><br>")}</div></div>
        <div><h2>热门推荐</h2><ul>{LINKS}</ul></div>{FOOT}""",
    "modern": f"""<header><h1>临江县人民政府</h1><nav>{NAV}</nav></header>
        <main><aside><h3>公开指南</h3><ul>{LINKS}</ul></aside><article><table><tr>
        <td>索 引 号：</td><td>001/2026-00012</td><td>发布日期：</td><td>2026-02-10</td></tr></table>
        <h2>{TITLE}</h2><section>{each("<p>{}</p>")}</section>
        <p>（责任编辑：王小明）</p></article></main><footer>电话</footer>""",
    "split in two": f"""<div class=w><div><h1>{TITLE}</h1><div><button>下载</button>全屏 收藏</div>
        <div>{each("<p>{}</p>").replace("<p>二、", "</div><div><p>二、")}</div>
        <div>相关报道：</div><ul>{LINKS}</ul></div><div class=right><ul>{LINKS}</ul></div></div>{FOOT}""",
    "fonts": f"""<CENTER><TABLE><TR><TD>{NAV}</TABLE>
        <TABLE><TR><TD><FONT size=5>{TITLE}</FONT>
        <TR><TD>{each("<P><FONT size=3>{}</FONT></P>")}
        <TR><TD>【<A href=#>关闭窗口</A>】</TABLE></CENTER><HR>{FOOT}""",
    "spans": f"""<div>{NAV}<div style='display:none'><ul>{LINKS}</ul></div></div>
        <div><div>{TITLE}</div><div><i>来源：县政府办</i><a href=#>收藏</a></div>
        <div><div>{each("<p><span>{}</span><o:p></o:p></p>")}</div></div></div>{FOOT}""",
}


@pytest.mark.parametrize("body", TEMPLATES.values(), ids=TEMPLATES)
def test_the_report_comes_without_the_page(body: str) -> None:
    reading = html.read(page(body), "a.html")
    assert reading.text == WHOLE
    assert {note.kind for note in reading.notes} <= {NoteKind.CLUTTER, NoteKind.HIDDEN}


@pytest.mark.parametrize("body", TEMPLATES.values(), ids=TEMPLATES)
def test_what_is_left_out_is_told(body: str) -> None:
    reading = html.read(page(body), "a.html")
    told = "".join("\n".join(note.text for note in reading.notes).split())
    shown, hidden = html.shown(page(body).decode())
    for line in (*shown.split("\n"), *(note.text for note in hidden)):
        assert "".join(line.split()) in told or line in reading.text


TITLES = [
    ("<title>2026年临江县政府工作报告_临江县人民政府</title>", "", True),
    ("<title>2026年临江县政府工作报告-政府信息公开-临江县人民政府</title>", "", True),
    ("<title>临江县人民政府 | 2026年临江县政府工作报告</title>", "", True),
    (
        "<title>临江县人民政府</title><meta name=ArticleTitle content='2026年临江县政府工作报告'>",
        "",
        True,
    ),
    ("", f"<h1>{TITLE}</h1>", True),
    ("<title>2026年临江县政府工作报告_临江县人民政府</title>", f"<h1>{TITLE}</h1>", True),
    ("", f"<h1>临江县人民政府</h1><p>{TITLE}</p>", True),
    ("<title>临江县人民政府门户网站</title>", f"<div>{TITLE}</div>", True),
    ("<title>临江县人民政府门户网站</title>", "<h1>临江县人民政府</h1>", False),
    ("", "", False),
]


@pytest.mark.parametrize(("head", "above", "expected"), TITLES)
def test_the_title_is_found_once(head: str, above: str, expected: bool) -> None:
    text = text_of(f"{above}<div><ul>{LINKS}</ul></div><div>{each('<p>{}</p>')}</div>", head)
    assert text.split("\n") == [*([TITLE] if expected else []), *REPORT]


@pytest.mark.parametrize("blank", [" ", "　", "\xa0", "\u200b"])
def test_a_title_may_be_spread(blank: str) -> None:
    spread = blank.join(TITLE)
    body = f"<h1>{spread}</h1><div><ul>{LINKS}</ul></div><div>{each('<p>{}</p>')}</div>"
    text = text_of(body, f"<title>{spread}_临江县人民政府</title>")
    assert text.split("\n") == [spread.replace("\xa0", " "), *REPORT]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "gb2312"),
        ("utf-8", "gb2312"),  # saved anew, the declaration forgotten
        ("gb18030", "gb2312"),
        ("gb18030", "big5"),
        ("gb18030", ""),
        ("utf-16", ""),
    ],
)
def test_the_encoding_is_found(encoding: str, declared: str) -> None:
    content = page(f"<div>{each('<p>{}</p>')}</div>").decode().replace("utf-8", declared)
    data = content.encode(encoding)
    assert sniff(data, "a.htm") is Format.HTML
    assert html.read(data, "a.htm").text.split("\n") == REPORT


def test_a_box_around_a_paragraph_is_not_the_report() -> None:
    lines = [TITLE, REPORT[5], *REPORT[-2:]]
    boxes = "".join(f"<section><section><p>{line}</p></section></section>" for line in lines)
    assert text_of(f"{NAV}<div>{boxes}</div><ul>{LINKS}</ul>{FOOT}").split("\n") == lines


# --- as the browser shows it ----------------------------------------------------------------

SHOWN = [
    ("<p>一、<b>抓</b>学<i>习</i></p>", "一、抓学习"),
    ("<p>县委坚持\n   党建引领\n和 GDP\nand more</p>", "县委坚持党建引领和 GDP and more"),
    ("<p>县长　李志远</p><p>省长&nbsp;&nbsp; 王明</p>", "县长　李志远\n省长 王明"),
    ("甲<br>乙<p>丙</p>丁", "甲\n乙\n丙\n丁"),
    ("<pre>甲\n乙</pre>", "甲\n乙"),
    ("<ol><li>甲<li>乙</ol>", "1.甲\n2.乙"),
    ("<ol start=3><li><p>甲</p></li><li value=7>乙<li>丙</ol>", "3.甲\n7.乙\n8.丙"),
    ("<ol type=A><li>甲<li>乙</ol>", "A.甲\nB.乙"),
    ("<ol type=i reversed><li>甲<li>乙</ol>", "ii.甲\ni.乙"),
    ("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", "一、甲\n二、乙"),
    ("<ol style='list-style:none'><li>甲</ol>", "甲"),
    ("<ol><li>一、甲<li>二、乙</ol>", "一、甲\n二、乙"),
    ("<ul><li>甲<ol><li>乙</ol><li>丙</ul>", "甲\n1.乙\n丙"),
    ("<table><tr><th>事项<th>进度<tr><td><p>建校</p><td>完成</table>", "事项\t进度\n建校\t完成"),
    ("<table><tr><td><p>甲</p><p>乙</p><td>丙</table>", "甲\n乙\n丙"),
    ("<p>甲<!-- 注 -->乙<script>'丙'</script>丁<style>p{}</style>戊</p>", "甲乙丁戊"),
    ("<span style='display:block'>甲</span>乙", "甲\n乙"),
    ("<p>甲<s>乙</s><ins>丙</ins></p>", "甲乙丙"),
    ("<p>5&lt;6&amp;7</p>", "5<6&7"),
    (
        "<p><![if !supportLists]><span><span style='mso-list:Ignore'>一、<span style='font:7.0pt'>"
        "&nbsp;&nbsp; </span></span></span><![endif]>主要工作</p>",
        "一、主要工作",
    ),
    ("<!--[if gte mso 9]><xml>甲</xml><![endif]--><p>乙<o:p>&nbsp;</o:p></p>", "乙"),
]


@pytest.mark.parametrize(("body", "text"), SHOWN)
def test_a_page_is_read_as_it_is_seen(body: str, text: str) -> None:
    assert html.shown(f"<html><body>{body}</body></html>") == (text, [])


HIDDEN = [
    "<span style='display: none'>不要看见</span>",
    "<span style='visibility:hidden'>不要看见</span>",
    "<span style='font-size:1px'>不要看见</span>",
    "<span style='font-size: 0'>不要看见</span>",
    "<span style='font-size:0.5pt;'>不要看见</span>",
    "<span style='color: #FFFFFF'>不要看见</span>",
    "<span style='color:rgb(255, 255, 255)'>不要看见</span>",
    "<font color=white>不要看见</font>",
    "<span hidden>不要看见</span>",
    "<i aria-hidden=true>不要看见</i>",
    "<span style='opacity:0'>不要看见</span>",
    "<span style='position:absolute;left:-9999px'>不要看见</span>",
    "<span style='mso-hide:all'>不要看见</span>",
    "<style>.k{display:none}</style><span class='a k'>不要看见</span>",
]


@pytest.mark.parametrize("words", HIDDEN)
def test_hidden_words_are_told_not_taken(words: str) -> None:
    text, notes = html.shown(f"<html><body><p>前{words}后</p></body></html>")
    assert text == "前后"
    assert [(note.kind, note.text) for note in notes] == [(NoteKind.HIDDEN, "不要看见")]


@pytest.mark.parametrize(
    "words",
    [
        "<span style='font-size:10.5pt'>看得见</span>",
        "<span style='font-size:0.9em'>看得见</span>",
        "<span style='color:#f00'>看得见</span>",
        "<td bgcolor=red><font color=white>看得见</font>",
        "<span style='background:#c00'><b style='color:#fff'>看得见</b></span>",
        "<div aria-hidden=true>看得见</div>",  # left by a dialog that was open
        "<style>@media print{.k{display:none}}</style><span class=k>看得见</span>",
        "<span style='opacity:0.8'>看得见</span>",
    ],
)
def test_visible_words_are_taken(words: str) -> None:
    text, notes = html.shown(f"<html><body>{words}</body></html>")
    assert (text, notes) == ("看得见", [])


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("<p>甲<del>删去</del></p>", NoteKind.DELETED, "删去"),
        ("<p>甲</p><div style='mso-element:comment'>批注一</div>", NoteKind.COMMENT, "批注一"),
        ("<div><p>甲</p><img src=a.png></div>", NoteKind.IGNORED, "图片 1 张"),
        ("<div><p>甲</p><iframe src=a.html></iframe></div>", NoteKind.IGNORED, "内嵌网页 1 个"),
    ],
)
def test_what_else_is_not_taken_is_told(body: str, kind: NoteKind, words: str) -> None:
    reading = html.read(page(body), "a.html")
    assert reading.text == "甲"
    assert [(note.kind, note.text) for note in reading.notes] == [(kind, words)]


# --- archives of pages, and what cannot be read ---------------------------------------------


def _mhtml(content: bytes, transfer: str) -> bytes:
    return (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/html; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: " + transfer.encode() + b"\r\n\r\n" + content + b"\r\n--x\r\n"
        b"Content-Type: text/html\r\n\r\n<html><body>ad</body></html>\r\n--x--\r\n"
    )


def test_a_web_archive_is_read() -> None:
    content = page(f"<div>{each('<p>{}</p>')}</div>").decode().replace("<meta charset=utf-8>", "")
    for data in (
        _mhtml(base64.encodebytes(content.encode("gb18030")), "base64"),
        _mhtml(content.encode("gb18030"), "8bit"),
    ):
        assert sniff(data, "a.mht") is Format.HTML
        assert html.read(data, "a.mht").text.split("\n") == REPORT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx", "没有网页"),
        (b"<html><head></head><frameset><frame src=a.html></frameset></html>", "框架"),
        (b"<html><body>" + b"<div>" * 5000 + "甲".encode(), "嵌套过深"),
        (b"<html><body>\x00\x01\xff", "编码不是"),
        (b"<!-- -->", "没有文字"),
    ],
)
def test_what_is_no_page_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        html.read(data, "a.html")


def test_deep_boxes_hide_nothing() -> None:
    body = "<div>" * 1000 + "<p>正文。</p>" + "</div>" * 1000 + "<p>后面还有。</p>"
    assert text_of(body) == "正文。\n后面还有。"


TAG_NAMES = "p div li ol ul td tr table a b br h1 del nav pre script style span form img"
TAGS = TAG_NAMES.split()


@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
            st.sampled_from(
                ["<p style='display:none'>", "<!--", "-->", "<li value=3>", "<a href=#>", "&nbsp;"]
            ),
            st.text("县委，。一、 \n<&", max_size=30),
        ),
        max_size=40,
    )
)
def test_any_page_is_read_or_refused(pieces: list[str]) -> None:
    with suppress(ReadError):
        assert isinstance(html.read(page("".join(pieces)), "a.html"), Reading)
