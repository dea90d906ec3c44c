"""Made-up reports with a fault each, and others that are right, rule by rule."""

from __future__ import annotations

TITLE = "青岚县文化馆2024年上半年工作总结"


def report(*lines: str, title: str = TITLE) -> str:
    return "\n".join([title, *lines])


def problems(text: str) -> str:
    return report("一、工作情况", "各项工作有序推进。", "二、存在的问题", text)


def plan(text: str) -> str:
    return report("一、工作情况", "各项工作有序推进。", "二、下半年工作打算", text)


def body(text: str) -> str:
    return report("一、上半年工作情况", text)


# rule, text, the words it points at, what a fix makes of them (None without one)
WRONG = [
    (
        "placeholder.mark",
        body("培训XX人次，投入【待补：数额】元，走访____户。"),
        ["XX", "【待补：数额】", "____"],
        None,
    ),
    ("placeholder.count", body("培训XX人次，走访XX户。"), ["一、上半年工作情况"], None),
    (
        "numbering.bracket",
        body("(一)抓阵地。新建分馆。\n（二）抓队伍。开展轮训。"),
        ["(一)"],
        ["（一）"],
    ),
    (
        "numbering.mark",
        report("一.工作情况", "推进有序。", "二、存在的问题", "不足尚多。"),
        ["一."],
        ["一、"],
    ),
    (
        "numbering.mark",
        body("（一）、抓阵地。新建分馆。\n（二）抓队伍。开展轮训。"),
        ["（一）、"],
        ["（一）"],
    ),
    ("numbering.mark", body("1、抓阵地。新建分馆。\n2、抓队伍。开展轮训。"), ["1、"], ["1."]),
    ("numbering.mixed", body("1、抓阵地。新建分馆。\n2.抓队伍。开展轮训。"), ["1、"], ["1."]),
    ("numbering.gap", body("（一）抓阵地。新建。\n（三）抓队伍。轮训。"), ["（三）"], None),
    ("numbering.gap", problems("一是阵地不实。二是队伍不强。四是经费不足。"), ["四是"], None),
    (
        "numbering.duplicate",
        body("（一）抓阵地。新建。\n（二）抓队伍。轮训。\n（二）抓活动。展演。"),
        ["（二）"],
        None,
    ),
    (
        "numbering.level",
        report(
            "一、工作情况",
            "（一）抓阵地。新建。",
            "（二）抓队伍。轮训。",
            "二、主要做法",
            "1.加强领导。抓实。",
            "2.加强宣传。抓细。",
        ),
        ["1."],
        None,
    ),
    (
        "numbering.ends",
        problems("一是阵地不实；二是队伍不强。三是经费不足；四是活动不多。"),
        ["。"],
        None,
    ),
    (
        "numbering.count",
        problems("还存在以下四个方面的不足：一是阵地不实。二是队伍不强。"),
        ["以下四个方面的不足："],
        None,
    ),
    (
        "numbering.heading_stop",
        report("一、工作情况。", "推进有序，成效初显。", "二、存在的问题", "不足尚多。"),
        ["。"],
        [""],
    ),
    (
        "period.year",
        report(
            "2023年，县文化馆认真落实上级部署，各项工作有序推进，现将情况总结如下。",
            "一、工作情况",
            "推进有序。",
        ),
        ["2023"],
        None,
    ),
    (
        "period.year",
        report("一、2023年上半年工作情况", "推进有序。", "二、存在的问题", "不足尚多。"),
        ["2023"],
        None,
    ),
    (
        "period.half",
        plan("上半年，我们将聚焦短板。").replace("下半年", "上半年"),
        ["上半年", "上半年"],
        ["下半年", "下半年"],
    ),
    ("period.half", body("下半年，举办展演十二场，群众踊跃参加。"), ["下半年"], ["上半年"]),
    ("period.future", body("2024年8月2日举办了群众展演。"), ["2024年8月2日"], None),
    ("period.relative", body("今年举办展演，去年停办。"), ["今年"], None),
    ("period.vague", body("日前举办展演。"), ["日前"], None),
    (
        "period.redundant",
        report("一、工作情况", "有序。", title="县文化馆2024年度上半年工作总结"),
        ["度"],
        [""],
    ),
    (
        "term.expired",
        report("一、上半年工作情况", "深入开展党史学习教育。"),
        ["党史学习教育"],
        None,
    ),
    ("term.unknown", body("配合县委第十轮巡察。"), ["第十轮巡察"], None),
    ("number.conflict", body("集体经济薄弱村有12个。\n集体经济薄弱村有7个。"), ["7"], None),
    ("number.unit", body("馆藏文物维护资金50万元。\n馆藏文物维护资金50元。"), ["50"], None),
    ("number.part", body("办理来信20件，其中实名来信25件。"), ["25"], None),
    ("number.sum", body("共办理来信20件，其中县级15件、乡级8件。"), ["20件"], None),
    ("number.done", body("受理来信12件，已办结15件。"), ["15"], None),
    ("number.percent", body("共有项目50个，其中已完成40个，完成率90%。"), ["90"], None),
    (
        "numeral.range_percent",
        body("增长5-8%，下降3至5%。"),
        ["5-8%", "3至5%"],
        ["5%～8%", "3%至5%"],
    ),
    ("numeral.range_unit", body("每村补助3～5万元。"), ["3～5万"], ["3万～5万"]),
    ("numeral.short_year", body("自24年3月起施行。"), ["24年"], None),
    ("numeral.zero_padded", body("2024年03月08日举办。"), ["2024年03月08日"], ["2024年3月8日"]),
    ("numeral.full_width", body("举办１２场。"), ["１２"], ["12"]),
    ("numeral.day", body("3月8号举办。"), ["8号"], ["8日"]),
    ("numeral.mixed_date", body("2024年三月举办。"), ["2024年三月"], None),
    ("numeral.zero", body("二零二四年举办。"), ["二零二四年"], ["二〇二四年"]),
    ("numeral.idiom", body("落实3会一课制度。"), ["3会一课"], ["三会一课"]),
    ("numeral.about", body("用了三、四个月。"), ["三、四个月"], ["三四个月"]),
    ("numeral.twice_about", body("约30余人参加。"), ["约30余"], None),
    ("punct.between_quotes", body("落实“三会一课”、“主题党日”。"), ["、"], [""]),
    ("punct.before_deng", body("举办展演、讲座、等活动。"), ["、"], [""]),
    ("punct.half_width", body("举办展演,参与踊跃(含线上)。"), [",", "(", ")"], ["，", "（", "）"]),
    ("punct.ellipsis", body("展演、讲座…都有人来。"), ["…"], ["……"]),
    ("punct.years", body("实施2021-2023年计划。"), ["2021-2023年"], ["2021—2023年"]),
    ("punct.range", body("每场10-15人。"), ["10-15"], ["10～15"]),
    (
        "punct.ordinal",
        body("第一、加强领导。\n首先、加强宣传。"),
        ["第一、", "首先、"],
        ["第一，", "首先，"],
    ),
    (
        "punct.document_number",
        body("按照青发[2024]第05号要求。"),
        ["[2024]第05号"],
        ["〔2024〕5号"],
    ),
    (
        "punct.document_number",
        body("按照青发〔2024〕05号要求。"),
        ["〔2024〕05号"],
        ["〔2024〕5号"],
    ),
    ("punct.space", body("举办展演。 参与踊跃，秩序良好。\u00a0"), [" ", "\u00a0"], ["", ""]),
    ("punct.unbalanced", body("落实“三会一课制度。"), ["“"], None),
    ("punct.doubled", body("举办展演，。参与踊跃。"), ["，。"], None),
    ("punct.nested", body("开展“学“典型””活动。"), ["“"], None),
    ("repeat.word", body("我们要把把阵地建好。"), ["把把"], None),
    (
        "repeat.sentence",
        body("健全分馆巡查制度并完善设施维护台账。\n认真健全分馆巡查制度并完善设施维护台账。"),
        ["认真健全分馆巡查制度并完善设施维护台账。"],
        None,
    ),
    (
        "repeat.heading",
        body("（一）抓实阵地建设。新建。\n（二）抓实阵地建设。改建。"),
        ["抓实阵地建设"],
        None,
    ),
    (
        "phrase.wording",
        body("深入学习习近平新时代特色社会主义思想。"),
        ["习近平新时代特色社会主义思想"],
        ["习近平新时代中国特色社会主义思想"],
    ),
    (
        "phrase.wording",
        body("落实中央八项规定精精神。"),
        ["中央八项规定精精神"],
        ["中央八项规定精神"],
    ),
    ("phrase.wording", body("增强“五个意识”。"), ["“五个意识”"], ["“四个意识”"]),
    ("phrase.quotes", body("落实三会一课制度。"), ["三会一课"], ["“三会一课”"]),
    ("phrase.order", body("向县政府、县人大报告。"), ["县政府、县人大"], None),
    ("phrase.order", body("推进思想建设、政治建设。"), ["思想建设、政治建设"], None),
    ("word.confusable", body("截止6月底，其它工作有序。"), ["截止", "其它"], None),
    ("word.confusable", body("完善台帐。"), ["台帐"], ["台账"]),
    ("word.doubled_about", body("落实关于《关于加强阵地管理的意见》。"), ["关于"], [""]),
    ("word.collocation", body("组织党员参加廉政教育基地12人次。"), ["参加廉政教育基地"], None),
    ("word.no_verb", body("用好案例，纪律党员干部守住底线。"), ["纪律党员干部守住底线"], None),
    ("tone.colloquial", body("让老百姓得实惠。"), ["老百姓"], ["群众"]),
    ("tone.superlative", body("成绩史无前例。"), ["史无前例"], None),
    ("tone.harsh", problems("一是阵地管理形同虚设。个别分馆关门。"), ["形同虚设"], None),
    (
        "tone.praise",
        problems("一是阵地不实。但展演成效显著。".replace("但", "")),
        ["成效显著"],
        None,
    ),
    ("tone.done", plan("一是抓实阵地。已建成分馆12个。"), ["已建成分馆12个"], None),
    ("tone.first_person", body("我认为阵地建设有力。"), ["我"], None),
    ("tone.long", body("把阵地建设" * 22 + "抓实。"), ["把阵地建设" * 22 + "抓实。"], None),
    (
        "tone.often",
        body("进一步抓实阵地。进一步抓实队伍。进一步抓实活动。进一步抓实经费。进一步抓实服务。"),
        ["进一步"],
        None,
    ),
    (
        "tone.parallel",
        body(
            "（一）抓实阵地建设。新建。\n（二）抓实队伍建设。轮训。\n（三）组织开展各类群众活动。展演。"
        ),
        ["组织开展各类群众活动"],
        None,
    ),
    (
        "cover.unanswered",
        report(
            "二、存在的问题",
            "一是经费保障不足。来源单一。二是阵地管理不细。巡查不勤。",
            "三、下半年工作打算",
            "一是进一步加强阵地管理。健全巡查制度。",
            "二是进一步壮大队伍。开展轮训。",
        ),
        ["经费保障不足"],
        None,
    ),
    (
        "length.total",
        body("\n".join(f"第{n}场展演在分馆举办，群众踊跃参加，秩序良好。" for n in range(240))),
        [TITLE],
        None,
    ),
    ("genre.request", body("以上总结，请批示。"), ["请批示"], None),
    (
        "genre.title",
        report("一、工作情况", "推进有序。", title="青岚县文化馆2024年上半年工作"),
        ["青岚县文化馆2024年上半年工作"],
        None,
    ),
    ("genre.mismatch", report("现将下半年安排如下。", "一、工作情况", "有序。"), ["安排"], None),
    ("genre.signature", body("推进有序。"), ["。"], None),
]

# rule, a text in which it must be silent
RIGHT = [
    ("placeholder.mark", body("配备X光机，实施“1+X”行动，“数据要素×”落地，见DNA检测。")),
    ("numbering.bracket", body("（一）抓阵地（含分馆）。新建。\n（二）抓队伍。轮训。")),
    ("numbering.mark", body("1.抓阵地。新建。\n2.抓队伍。轮训。")),
    ("numbering.mixed", body("1.抓阵地。新建。\n2.抓队伍。轮训。")),
    (
        "numbering.gap",
        report(
            "一、工作情况",
            "（一）抓阵地。",
            "（二）抓队伍。",
            "二、打算",
            "（一）抓活动。",
            "（二）抓经费。",
        ),
    ),
    ("numbering.gap", body("一是一，二是二，说到做到。")),
    ("numbering.duplicate", body("（一）甲。一是抓。二是管。\n（二）乙。一是抓。二是管。")),
    (
        "numbering.level",
        report("一、工作情况", "1.抓阵地。", "2.抓队伍。", "二、打算", "1.抓活动。", "2.抓经费。"),
    ),
    ("numbering.ends", problems("一是阵地不实；二是队伍不强；三是经费不足。")),
    (
        "numbering.count",
        problems("还存在以下三个方面的不足：一是阵地不实。二是队伍不强。三是经费不足。"),
    ),
    ("numbering.heading_stop", body("（一）抓实阵地。新建分馆三个。\n（二）抓实队伍。开展轮训。")),
    (
        "period.year",
        report(
            "2024年，县文化馆认真落实上级部署，现将上半年情况总结如下。",
            "一、2024年上半年工作情况",
            "比2023年增长。",
            "二、2024年下半年工作打算",
            "抓实。",
        ),
    ),
    (
        "period.half",
        report(
            "一、上半年工作情况", "上半年，举办展演。", "二、下半年工作打算", "下半年，我们将抓实。"
        ),
    ),
    ("period.half", body("下半年，我们将继续抓实。")),
    ("period.future", body("2024年6月28日举办；2024年8月将举办展演。")),
    ("period.relative", body("2024年举办展演。")),
    ("period.vague", body("春节日前后，目前有序。")),
    (
        "term.expired",
        report(
            "一、工作情况",
            "做好二十届四中全会精神宣传、轮训准备工作。",
            title="县文化馆2025年上半年工作总结",
        ),
    ),
    ("number.conflict", body("上半年新增党员12名。\n第二季度新增党员7名。")),
    ("number.conflict", plan("集体经济薄弱村有12个。")),
    ("number.part", body("投入120万元，比上年增加20万元，其中县级80万元。")),
    ("number.sum", body("共办理来信20件，其中县级12件、乡级8件。")),
    ("number.done", body("受理来信15件，已办结12件。")),
    ("number.percent", body("共有项目30个，其中已完成20个，完成率66.7%。")),
    ("numeral.range_percent", body("增长5%～8%，2024年3月至5月下降8%。")),
    ("numeral.range_unit", body("补助3万～5万元，2020—2022年共10万元。")),
    ("numeral.short_year", body("工作20年以来，2024年3月起。")),
    ("numeral.zero_padded", body("2024年10月20日举办。")),
    ("numeral.day", body("3月8日在8号楼举办。")),
    ("numeral.about", body("第一、二产业，一、二、三等奖，三四个月。")),
    ("numeral.idiom", body("落实“三会一课”，完成3会。")),
    ("punct.before_deng", body("获评一、二等奖，评定星级、等级。")),
    ("punct.half_width", body("增长5.8%（可比价），访问www.a.cn，2024:1。")),
    ("punct.ellipsis", body("展演、讲座……都有人来。")),
    ("punct.years", body("实施2021—2023年计划。")),
    ("punct.ordinal", body("第一，加强领导。第一、二馆建成。")),
    ("punct.document_number", body("按照青发〔2024〕5号要求，（2024）年份。")),
    ("punct.space", "　　" + report("一、工作情况", "　　举办 GPS 展演 3 场。")),
    ("punct.unbalanced", body("落实“三会一课”（含主题党日）。")),
    ("punct.nested", body("开展“学‘典型’”活动，“甲”“乙”。")),
    (
        "repeat.sentence",
        body("健全分馆巡查制度并完善设施维护台账。\n健全队伍轮训制度并完善人员考核档案。"),
    ),
    ("repeat.heading", body("（一）抓实阵地建设。新建。\n（二）抓实队伍建设。轮训。")),
    (
        "phrase.wording",
        body(
            "习近平新时代中国特色社会主义思想、中国特色社会主义法治体系、中央八项规定及其实施细则精神，“四个自信”，“五个一”工程。"
        ),
    ),
    ("phrase.quotes", body("落实“三会一课”制度，称为“落实三会一课行动”。")),
    ("phrase.order", body("县委、县人大、县政府、县政协，各县、市、区。")),
    ("word.confusable", body("截至6月底，其他工作，报名截止日期，贯彻到全过程，所作所为。")),
    ("word.doubled_about", body("落实《关于加强阵地管理的意见》。")),
    ("word.collocation", body("参加廉政教育基地建设，参观廉政教育基地12人次。")),
    ("word.no_verb", body("用好案例，教育党员干部守住底线，组织党员干部参观。")),
    ("tone.harsh", body("纠正形同虚设的制度。")),
    ("tone.praise", problems("虽然展演成效显著，但阵地不实。")),
    ("tone.done", plan("一是抓实阵地。新建分馆12个。")),
    ("tone.first_person", body("我县、我馆、我们、自我革命，“我和我的祖国”。")),
    ("tone.long", body("；".join(["把阵地建设抓实抓细抓好"] * 12) + "。")),
    (
        "tone.parallel",
        body("（一）抓实阵地建设。新建。\n（二）纠治“四风”问题。抓。\n（三）抓实队伍建设。训。"),
    ),
    ("cover.unanswered", problems("一是阵地管理不细。巡查不勤。")),
    ("genre.title", body("有序。")),
    ("genre.mismatch", report("现将情况汇报如下。", "一、工作情况", "有序。")),
    ("genre.signature", report("一、工作情况", "有序。", "青岚县文化馆", "2024年7月5日")),
]
