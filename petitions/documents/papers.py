"""The wording of the petition office's documents, for 《信访工作条例》 (in force since 2022-05-01).

They go out in Chinese whatever language the officer reads; the office may put its own template in their place.
"""

from outreach.documents.paper import Paper
from petitions.statute import LegalRoute

#: How somebody without a name is addressed, and how the numbers of documents begin, of open and of sealed petitions.
NOBODY = "信访人"
SERIES = {False: "信", True: "纪信"}
#: What stands in a number for each kind: 东江港务集团信受〔2026〕12号.
SERIES_OF = {
    "receipt": "收",
    "acceptance": "受",
    "referral_notice": "转告",
    "referral_letter": "转",
    "legal_route": "途告",
    "not_accept": "不受",
    "repeat_refused": "不再受",
    "extension": "延",
    "opinion": "复",
    "review": "查",
    "final_review": "核",
    "mediation": "调",
    "hearing_notice": "听告",
    "hearing": "听",
    "task": "交",
}
#: Proposed words.
NONE = "无"
TERM = "我单位将自受理之日起{days}日内（{until}前）办结并书面答复你（《信访工作条例》第三十四条）。"
SIMPLE_TERM = "我单位将按简易程序办理，自受理之日起{days}个工作日内（{until}前）答复你。"
NO_TERM = "我单位将认真研究，并以适当方式向你反馈。"
OPINION_AND_BASIS = "{opinion}\n依据：{basis}\n结果：{outcome}。"
AT_PLACE = "{at}，{place}"
NOT_OURS = "该事项不属于我单位的职责范围。"
ASK_THERE = "请向{owner}提出。"
#: Art. 31(1)–(5), as they stand in a sentence.
ROUTES = {
    LegalRoute.COURT_OR_POLICE: "审判机关、检察机关、公安机关的法律程序",
    LegalRoute.ARBITRATION: "仲裁程序",
    LegalRoute.PARTY_APPEAL: "党员申诉、党组织申诉程序",
    LegalRoute.ADMINISTRATIVE_REVIEW: "行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序",
    LegalRoute.ENFORCEMENT: "申请有权机关查处违法行为、履行保护职责的程序",
}
NEW_FACTS = "有新的事实和理由的，可以另行提出。"
HEARING_REMARK = "请携带身份证件和有关证据材料按时参加；不能按时参加的，请在听证举行前告知我们。"
TASK_WORDS = "请查清事实，依法依规提出处理意见，按期办结并报送结果和佐证材料。"
_TO_PETITIONER = "{{ petitioner }}："
_COPIED = "特此告知。"

RECEIPT = Paper(
    "信访事项收件回执",
    (
        "你于{{ received_on }}提出的“{{ title }}”信访事项已收到，登记编号为{{ petition }}。",
        "我单位将自收到之日起{{ notice_days }}日内书面告知你如何办理。",
        "收到的材料：{{ materials }}。",
        "你可以凭登记时取得的查询码随时查询办理进展、补充材料。",
    ),
    _TO_PETITIONER,
)
ACCEPTANCE = Paper(
    "信访事项受理告知书",
    (
        "你于{{ received_on }}提出的“{{ title }}”信访事项（编号：{{ petition }}）收悉。",
        "经审查，该事项属于我单位职责范围。依据《信访工作条例》第二十三条的规定，我单位决定予以受理。",
        "{{ term }}",
        "{{ remark }}",
        _COPIED,
    ),
    _TO_PETITIONER,
)
REFERRAL_NOTICE = Paper(
    "信访事项转送告知书",
    (
        "你于{{ received_on }}提出的“{{ title }}”信访事项（编号：{{ petition }}）收悉。",
        (
            "经审查，该事项属于{{ referred_to }}的职责范围。依据《信访工作条例》第二十三条的规定，我单位已将该事项转送"
            "{{ referred_to }}，由其决定是否受理并书面告知你。"
        ),
        "{{ remark }}",
        _COPIED,
    ),
    _TO_PETITIONER,
)
REFERRAL_LETTER = Paper(
    "关于转送信访事项的函",
    (
        "现将“{{ title }}”信访事项（编号：{{ petition }}）转送你单位办理。",
        "{{ matter }}",
        (
            "请依照《信访工作条例》的规定及时审查并书面告知信访人是否受理；认为不属于你单位职责范围的，请自收到之日起"
            "五个工作日内说明理由，提出异议。"
        ),
        "对信访人的情况负有保密义务，不得将检举、控告材料及有关情况透露或者转给被检举、控告的人员或者单位。",
    ),
    "{{ referred_to }}：",
)
NOT_ACCEPT = Paper(
    "信访事项不予受理告知书",
    (
        "你于{{ received_on }}提出的“{{ title }}”信访事项（编号：{{ petition }}）收悉。",
        "经审查，{{ ground }}",
        "依据《信访工作条例》的有关规定，我单位决定不予受理。{{ advice }}",
        _COPIED,
    ),
    _TO_PETITIONER,
)
LEGAL_ROUTE = Paper(
    "信访事项法定途径告知书",
    (
        "你于{{ received_on }}提出的“{{ title }}”信访事项（编号：{{ petition }}）收悉。",
        (
            "经审查，该事项应当通过{{ route }}解决。依据《信访工作条例》第三十一条的规定，"
            "请你按照法律法规规定的程序，向{{ owner }}提出。"
        ),
        "{{ remark }}",
        _COPIED,
    ),
    _TO_PETITIONER,
)
REPEAT_REFUSED = Paper(
    "信访事项不再受理告知书",
    (
        "你于{{ received_on }}提出的“{{ title }}”信访事项（编号：{{ petition }}）收悉。",
        (
            "经审查，你提出的事实和理由与信访事项{{ earlier }}相同，该事项已由{{ decided_by }}于{{ decided_on }}"
            "作出复核意见。依据《信访工作条例》第三十六条的规定，对复核意见不服，仍然以同一事实和理由提出投诉请求的，"
            "不再受理。"
        ),
        "{{ remark }}",
        _COPIED,
    ),
    _TO_PETITIONER,
)
EXTENSION = Paper(
    "信访事项延长办理期限告知书",
    (
        "你提出的“{{ title }}”信访事项（编号：{{ petition }}），我单位已于{{ accepted_on }}受理。",
        (
            "因{{ cause }}，在规定期限内不能办结。依据《信访工作条例》第三十四条的规定，经本单位负责人批准，"
            "办理期限延长至{{ extended_to }}。"
        ),
        _COPIED,
    ),
    _TO_PETITIONER,
)
OPINION = Paper(
    "信访事项处理意见书",
    (
        "你提出的“{{ title }}”信访事项（编号：{{ petition }}），我单位已于{{ accepted_on }}受理，现已办理完毕。",
        "# 一、信访人的诉求",
        "{{ request }}",
        "# 二、查明的事实和理由",
        "{{ facts }}",
        "# 三、处理意见及依据",
        "{{ opinion }}",
        (
            "如不服本处理意见，可以自收到本意见书之日起三十日内，向{{ reviewer }}提出复查申请"
            "（《信访工作条例》第三十五条）。逾期不申请的，本处理意见为终结意见。"
        ),
    ),
    _TO_PETITIONER,
)
REVIEW = Paper(
    "信访事项复查意见书",
    (
        (
            "你不服原办理单位就“{{ title }}”信访事项（编号：{{ petition }}）作出的处理意见，向我单位申请复查。"
            "我单位依法进行了复查。"
        ),
        "# 一、复查申请的理由",
        "{{ request }}",
        "# 二、复查查明的情况",
        "{{ facts }}",
        "# 三、复查意见及依据",
        "{{ opinion }}",
        (
            "如不服本复查意见，可以自收到本意见书之日起三十日内，向{{ reviewer }}提出复核申请"
            "（《信访工作条例》第三十六条）。"
        ),
    ),
    _TO_PETITIONER,
)
FINAL_REVIEW = Paper(
    "信访事项复核意见书",
    (
        (
            "你不服就“{{ title }}”信访事项（编号：{{ petition }}）作出的复查意见，向我单位申请复核。"
            "我单位依法进行了复核。"
        ),
        "# 一、复核申请的理由",
        "{{ request }}",
        "# 二、复核查明的情况",
        "{{ facts }}",
        "# 三、复核意见及依据",
        "{{ opinion }}",
        (
            "本复核意见为终结意见。不服本复核意见，仍然以同一事实和理由提出投诉请求的，不再受理"
            "（《信访工作条例》第三十六条）。"
        ),
    ),
    _TO_PETITIONER,
)
MEDIATION = Paper(
    "信访事项调解协议书",
    (
        "| 信访人 | {{ petitioner }} |",
        "| 相对方 | {{ other_party }} |",
        "| 信访事项 | {{ title }}（{{ petition }}） |",
        "| 调解时间、地点 | {{ held_at }} |",
        "# 一、争议的事项",
        "{{ request }}",
        "# 二、达成的协议",
        "{{ agreement }}",
        "# 三、履行的方式和期限",
        "{{ performance }}",
        "本协议自各方签名之日起生效，一式三份，信访人、相对方、调解单位各执一份。",
    ),
    is_letter=False,
    signers=("信访人", "相对方", "调解人"),
)
HEARING_NOTICE = Paper(
    "信访事项听证通知书",
    (
        (
            "依据《信访工作条例》第三十一条的规定，我单位决定就你提出的“{{ title }}”信访事项（编号：{{ petition }}）"
            "公开举行听证。"
        ),
        "| 时间、地点 | {{ held_at }} |",
        "| 听证员 | {{ panel }} |",
        "{{ remark }}",
        "特此通知。",
    ),
    _TO_PETITIONER,
)
HEARING = Paper(
    "信访事项听证笔录",
    (
        "| 信访事项 | {{ title }}（{{ petition }}） |",
        "| 听证时间、地点 | {{ held_at }} |",
        "| 主持人、记录人 | {{ chair }} |",
        "| 信访人 | {{ petitioner }} |",
        "# 参加人",
        "| 姓名 | 单位和职务 | 身份 |",
        "| {{ people.name }} | {{ people.post }} | {{ people.part }} |",
        "# 笔录",
        "{{ record }}",
        "以上笔录经本人阅看，与所述一致。",
    ),
    is_letter=False,
    is_signed=False,
    signers=("信访人", "主持人", "记录人"),
)
TASK = Paper(
    "信访事项交办单",
    (
        "| 信访事项 | {{ title }} |",
        "| 台账编号 | {{ issue }} |",
        "| 承办单位、责任人 | {{ handler }} |",
        "| 办结期限 | {{ due_on }} |",
        "| 情况和诉求 | {{ matter }} |",
        "| 办理要求 | {{ task }} |",
        "不得向被反映的人或者单位透露，不得打听或者透露信访人（《信访工作条例》第三十条、第四十六条）。",
    ),
    is_letter=False,
)
