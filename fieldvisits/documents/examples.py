"""What a template shows while nothing is written: a made-up visit."""

from typing import Any

from fieldvisits.documents.papers import CONDUCT

EXAMPLES: dict[str, Any] = {
    "visited_on": "2026年11月12日",
    "who": "副总经理周明",
    "place": "装卸一公司三号泊位",
    "kind": "设点办公",
    "attended": "周明（副总经理）、陈刚（装卸一公司经理）、安全环保部、设备部各一人，职工代表四人",
    "facts": "三号泊位夜班照明不足，更衣柜43人共用28个。\n去年三月议定的护栏已经装好，职工反映好用。",
    "decisions": [
        {
            "what": "更换三号泊位照明，按夜班作业标准验收",
            "unit": "设备部",
            "owner": "赵强（主任）",
            "due": "2026年12月4日",
            "item": "XC-2026-000031",
        },
        {
            "what": "增配更衣柜15个",
            "unit": "装卸一公司",
            "owner": "陈刚（经理）",
            "due": "2026年12月18日",
            "item": "XC-2026-000032",
        },
    ],
    "addressee": "装卸一公司",
    "leader": "副总经理周明",
    "planned_on": "2026年12月3日",
    "purpose": "看夜班照明整改，听班组长说困难",
    "companions": "2人",
    "conduct": CONDUCT,
    "contact": "刘洋（台账办）",
}
