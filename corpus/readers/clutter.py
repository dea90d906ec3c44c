"""Which lines of a saved web page are page furniture; text copied from one has the same lines.

Pure. Only what is certainly furniture goes, and only before the report's running text begins or
after it has ended: a title, a speaker, a salutation, a signature and a date match no pattern here.
"""

from __future__ import annotations

import re

from corpus.readers.reading import Note, NoteKind, Reading

_COLON = r"\s*[:：]\s*"
_DAY = r"\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?"
_HOUR = r"\d{1,2}\s?[:：时]\s?\d{2}(?:\s?[:：分]\s?\d{2})?\s?[分秒]?"
_PUBLISHED = (
    "(?:发布|更新|发稿|发表|录入|生成|成文|发文|公开|上传|添加|创建|印发)(?:日\\s?期|时\\s?间|于)"
)
_LABELS = (  # what stands before a value, which may be missing or on the next line
    "(?:信息|文章|稿件|本文|本稿|新闻|内容)?(?:来源|出处)|(?:文章)?作者|(?:文章)?录入|[撰供]稿|供图|通讯员|(?:本报)?记者"
    "|(?:责任|值班|网络)?(?:编\\s?辑|编审|校对|审核|监制|[初终复]审)(?:人员?)?|责编|索\\s?引\\s?号|发文字号|文号"
    "|(?:浏览|点击|阅读|访问|下载)(?:次数|量|数|人数)?|(?:主题|信息|体裁|公开|服务|组配)(?:分类|类别)"
    "|公开(?:方式|范围|时限|属性)|(?:发布|发文|制发|信息提供)(?:机构|单位|机关|部门)|有效性|信息编号"
)
_VALUE = r"[^\s【】\[\]（）()|｜，。；:：]{1,20}(?:\s\w{1,3}(?=\s|$))?"

_ALONE = """
下载 打印 全屏 收藏 纠错 复制 复制链接 分享 转发 点赞 微博 微信 微信好友 朋友圈 QQ QQ空间 QQ好友 新浪微博
加大 还原 减小 放大 缩小 默认 超大 特大 字号 字体 字体大小 打印本页 打印此页 打印文章 我要打印 关闭 关闭窗口
关闭本页 关闭页面 窗口关闭 返回 返回顶部 返回首页 返回列表 返回上一页 顶部 加入收藏 收藏本页 设为首页 保存本页
全文下载 下载全文 文字版 语音播报 语音播放 语音朗读 播放语音 朗读 无障碍 无障碍浏览 无障碍阅读 长者模式 长者助手
适老化 关怀版 老年版 大字版 本网站支持IPv6 繁體 繁体 繁體版 繁体版 简体 简体版 手机版 移动版 移动端 客户端 小程序
English EN 登录 注册 个人中心 用户中心 请登录 搜索 检索 高级搜索 站内搜索 智能问答 智能机器人 网站地图 网站首页 首页
政务公开 政府信息公开 信息公开 政务服务 办事服务 互动交流 公众参与 政民互动 新闻动态 新闻中心 政策文件 政策解读
政府数据 数据开放 政务微博 政务微信 政务新媒体 网站声明 隐私声明 法律声明 关于我们 联系我们 网站纠错 我要纠错
版权声明 使用帮助 友情链接 当前位置 您的位置 正文 双击滚屏
"""

# A line is furniture if nothing is left of it once all of these are taken out.
_ITEMS = re.compile(
    rf"{_PUBLISHED}(?:{_COLON})?(?:{_DAY})?[\sT]*(?:{_HOUR})?"
    rf"|(?:(?:时间|日期){_COLON})?{_DAY}[\sT]*{_HOUR}|(?:时间|日期){_COLON}(?:\d{{4}}[-./]\d\d?[-./]\d\d?|$)"
    rf"|(?:分享[到至]?|转发至|扫码分享|字号|[字文][体字]大小|字体){_COLON}|A[+-]"
    rf"|(?:{_LABELS}){_COLON}(?:{_VALUE})?|\b[0-9a-f]{{24,}}\b[:：]?"
    r"|(?:扫一扫|(?:微信|手机)扫|扫码).{0,24}|[上下]一[篇条页](?:[:：].*)?"
    rf"|{'|'.join(sorted(_ALONE.split(), key=len, reverse=True))}"
)
_NEUTRAL = re.compile(r"[\s|｜·•>＞»›/:：【】\[\]（）()<《》_大中小AT-]+")
_LABEL_LAST = re.compile(rf".*(?:{_LABELS}|{_PUBLISHED}){_COLON}")
_PHOTO = re.compile(r".{0,60}(?:记者|通讯员|新华社|摄影).{0,16}(?:摄|报道|供图)[）)]?")
_PATH = re.compile(
    r".{0,12}(?:首页|主页|位置[:：]).{0,60}[>＞»›→/].{0,60}"
    r"|[^>＞»›。]{2,20}(?:\s*[>＞»›]\s*[^>＞»›。]{2,20}){2,}"
)
_DATE_ALONE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}")
_NO_VALUE = re.compile("[，。：]|报告|总结|汇报|讲话|[省市县区州旗乡镇]长|主席|书记|主任")

# After the running text, everything from one of these on is furniture.
_END = re.compile(
    "(?:相关|延伸|推荐|热点|热门|更多|往期)"
    r"(?:报道|链接|附件|新闻|文章|阅读|信息|稿件|文件|推荐|内容|解读|资讯|专题)?\s?[:：>＞»]*"
    rf"|[（(【\[]?(?:(?:责任|值班|网络)?编\s?辑|责编){_COLON}.{{0,20}}|[（(【\[]?扫一扫.{{0,24}}"
    r"|[上下]一[篇条页].{0,60}|(?:主办|承办)(?:单位)?[:：].{2,60}|.{0,40}网站地图.{0,40}"
    "|.{0,40}(?:打印本页|打印此页|关闭窗口|关闭本页|返回顶部|分享到[:：]).{0,40}"
)
_FOOTER = re.compile(
    "版权所有(?![人者权])|(?i:copyright|©)|ICP备|公网安备|网站标识码|建议使用.{0,40}浏览器"
    "|未经.{0,12}(?:许可|授权|同意).{0,16}(?:转载|使用)"
)
_SALUTATION = re.compile(
    "(?:尊敬的)?各位(?:代表|委员|同志|领导)[^。]{0,20}[:：！!]?|同志们[:：！!]?"
)
_LONGEST = 200  # characters of a line of furniture


def declutter(text: str) -> Reading:
    """The text without page furniture, told in up to two notes: before and after the body."""
    lines = text.split("\n")
    head, tail = furniture(lines)
    notes = tuple(
        Note(NoteKind.CLUTTER, "\n".join(lines[n].strip() for n in sorted(part)))
        for part in (head, tail)
        if part
    )
    if notes:
        kept = (line for n, line in enumerate(lines) if n not in head and n not in tail)
        text = "\n".join(kept).strip("\n")
    return Reading(text, notes)


def furniture(lines: list[str]) -> tuple[set[int], set[int]]:
    """The numbers of the lines that are furniture, before and after the running text."""
    plain = [" ".join(line.split()) for line in lines]
    first = next((n for n, line in enumerate(plain) if _is_running(line)), -1)
    if first < 0:
        return set(), set()
    end = _end(plain, first)
    last = next(n for n in reversed(range(end)) if _is_running(plain[n]))
    path = max((n for n in range(first) if _PATH.fullmatch(plain[n])), default=0)
    # A page's menus stand above the path to the page, its title below.
    menus = {n for n in range(path) if 0 < len(plain[n]) <= 20}
    after = {n for n in range(end, len(plain)) if plain[n]}
    return menus | _items(plain, 0, first), after | _items(plain, last + 1, end)


def _is_running(line: str) -> bool:
    """Whether the line belongs to the text of a report for certain."""
    if len(line) > _LONGEST or _SALUTATION.fullmatch(line):
        return True
    if _PHOTO.fullmatch(line) or _is_end(line) or _is_item(line):
        return False
    return len(line) >= 60 or (len(line) >= 25 and re.search("[。；！？]", line) is not None)


def _is_item(line: str) -> bool:
    rest, found = _ITEMS.subn("", line)
    return found > 0 and not _NEUTRAL.sub("", rest)


def _is_end(line: str) -> bool:
    return len(line) <= _LONGEST and (is_footer(line) or _END.fullmatch(line) is not None)


def is_footer(line: str) -> bool:
    """Whether a line says whose web site it is, or how to look at it."""
    return len(line) <= _LONGEST and _FOOTER.search(line) is not None


def _end(plain: list[str], first: int) -> int:
    """Where the furniture after the report begins; the number of lines if there is none.

    What follows may repeat the report (its title, its first lines) but says nothing new.
    """
    marks = [n for n in range(first + 1, len(plain)) if _is_end(plain[n])]
    if not marks:
        return len(plain)
    said = "".join(plain[: marks[0]]).replace(" ", "")
    after = (n for n in reversed(range(marks[0], len(plain))) if _is_running(plain[n]))
    new = next((n for n in after if plain[n].replace(" ", "") not in said), first)
    return next((n for n in marks if n > new), len(plain))


def _items(plain: list[str], start: int, stop: int) -> set[int]:
    """The furniture among lines; what could be part of a report counts only behind furniture."""
    found: set[int] = set()
    for n in range(start, stop):
        line, before = plain[n], plain[n - 1] if n - 1 in found else ""
        certain = _is_item(line) or _PHOTO.fullmatch(line) or _PATH.fullmatch(line)
        if certain or (line and before and _is_company(before, line)):
            found.add(n)
    return found


def _is_company(before: str, line: str) -> bool:
    """Whether a line behind furniture is some as well: a size, a bracket, a date, a value."""
    if not _NEUTRAL.sub("", line) or _DATE_ALONE.fullmatch(line):
        return True
    short = len(line.encode("gbk", "replace")) <= 24  # twelve Chinese characters, or a number
    return short and _LABEL_LAST.fullmatch(before) is not None and not _NO_VALUE.search(line)
