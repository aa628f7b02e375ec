"""The wording of the channel's documents; the office may put its own template in its place.

They go out in Chinese whatever language the writer reads.
"""

from outreach.documents.paper import Paper

#: How the numbers of these documents begin: 东江港务集团现办纪〔2026〕1号.
SERIES = "现办"
MINUTES_SERIES = "纪"
LETTER_SERIES = "函"
MINUTES = Paper(
    "现场办公纪要",
    (
        "{{ visited_on }}，{{ who }}到{{ place }}现场办公（{{ kind }}）。现将有关情况和议定事项纪要如下。",
        "参加：{{ attended }}",
        "# 一、有关情况",
        "{{ facts }}",
        "# 二、议定事项",
        "| 事项 | 责任单位 | 负责人 | 完成时间 | 台账编号 |",
        (
            "| {{ decisions.what }} | {{ decisions.unit }} | {{ decisions.owner }} | {{ decisions.due }} |"
            " {{ decisions.item }} |"
        ),
        "以上事项已列入问题台账，由台账办跟踪督办，办结后销号。",
    ),
    columns=(14, 6, 6, 7, 8),
)
#: What is proposed where nothing else is known.
PURPOSE = "了解生产经营和职工诉求，现场研究解决困难和问题"
#: 《党政机关国内公务接待管理规定》第四条、第十条；中央八项规定。
CONDUCT = (
    "请安排了解情况的同志对接即可，不组织迎送，不悬挂标语横幅，不摆放花草，不安排宴请；"
    "需要用餐的，在食堂按标准自行交费。"
)
LETTER = Paper(
    "关于到你单位现场办公的函",
    (
        "{{ leader }}拟于{{ planned_on }}到你单位现场办公，主要是{{ purpose }}。同行{{ companions }}。",
        "{{ conduct }}",
        "请提前准备需要当面反映的困难、问题和上次承诺事项的落实情况，不必另写汇报材料。",
        "联系人：{{ contact }}",
    ),
    "{{ addressee }}：",
)
