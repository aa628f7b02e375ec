"""What people at a port bring up, put together by seeded chance from phrases that do occur."""

import random
from datetime import date, timedelta

PLACES = (
    "一号泊位",
    "三号泊位",
    "散货堆场",
    "集装箱堆场",
    "门机检修间",
    "东港宿舍 2 号楼",
    "西港宿舍 5 号楼",
    "第一食堂",
    "第三食堂",
    "职工浴室",
    "机修车间",
    "候工楼",
    "拖轮码头",
    "西门岗亭",
    "班车停靠点",
    "闸口大厅",
    "变电所",
    "油库",
    "调度楼",
    "培训中心",
    "危货堆场",
    "皮带机廊道",
    "卸船机平台",
    "物资仓库",
)
PLACE_NOTES = ("", "东侧", "西侧", "二层", "三层", "入口处", "楼梯口", "北头", "南头", "值班室旁")
THINGS = {
    "equipment": (
        "门机钢丝绳",
        "皮带机托辊",
        "叉车制动",
        "龙门吊限位",
        "拖车轮胎",
        "卸船机抓斗",
        "液压油管",
        "照明灯塔",
    ),
    "safety": ("护栏", "消防栓", "安全通道", "防滑板", "警示标志", "临边防护", "有毒气体报警仪", "反光背心"),
    "pay": ("夜班津贴", "高温补贴", "计件单价", "加班费", "绩效奖金", "取暖费", "岗位工资", "年终奖"),
    "shifts": ("轮休安排", "三班倒排班", "春节值班", "替班登记", "连续夜班", "交接班时间", "调休单"),
    "living": ("食堂饭菜", "食堂夜宵", "宿舍热水", "宿舍漏雨", "浴室水压", "饮水机", "洗衣房", "空调"),
    "commuting": ("早班班车", "夜班班车", "班车座位", "停车位", "非机动车棚", "通勤路线", "候车亭"),
    "contracts": ("劳动合同续签", "劳务派遣合同", "社保缴纳", "转正手续", "试用期考核", "工龄计算"),
    "training": ("技能等级评定", "特种作业证复审", "师徒结对", "新员工培训", "岗位竞聘", "职称申报"),
    "market": ("内贸箱揽货", "装卸费率", "客户投诉处理", "船期衔接", "仓储费结算"),
    "style": ("报表重复填报", "会议太多", "检查留痕", "首问负责", "办事流程", "考核扣分"),
    "other": ("工会小组活动", "体检安排", "女工更衣室", "图书角", "手机信号"),
}
TROUBLES = (
    "磨损严重一直没换",
    "长期不足",
    "迟迟不发",
    "标准不清楚",
    "无人负责",
    "反映三次未解决",
    "与通知不一致",
    "存在隐患",
    "时好时坏",
    "损坏两个月",
    "安排不合理",
    "手续太繁",
    "经常缺货",
    "价格偏高",
    "夜里停用",
    "比别的单位少",
    "进度太慢",
    "没有公示",
    "雨天进水",
    "冬天太冷",
    "数量不够",
    "说法前后不一",
)
ASKS = (
    "希望尽快修好。",
    "要求按规定补发。",
    "请安排专人负责。",
    "建议重新核算后公示。",
    "希望给个明确答复。",
    "请公司派人现场看看。",
    "希望下个月之前解决。",
    "建议参照兄弟单位的做法。",
    "请把标准写清楚。",
)
WHO = ("当班职工", "几名班组长", "新来的司机", "理货员", "食堂师傅", "维修班", "女职工", "劳务工", "老职工", "夜班工人")
WHEN = ("上周", "月初以来", "入夏以后", "连着三个班", "从去年起", "这半个月", "节后", "台风过后")
TOPICS = tuple(THINGS)


def matter(rng: random.Random) -> tuple[str, str, str, str]:
    """Topic, title, description and place of one made-up matter."""
    topic = rng.choice(TOPICS)
    thing, trouble = rng.choice(THINGS[topic]), rng.choice(TROUBLES)
    place = rng.choice(PLACES) + rng.choice(PLACE_NOTES)
    said = f"{rng.choice(WHEN)}，{rng.choice(WHO)}说{place}的{thing}{trouble}，影响 {rng.randint(2, 90)} 人。"
    return topic, f"{place}{thing}{trouble}", said + rng.choice(ASKS), place


def raised_on(rng: random.Random, today: date) -> date:
    """A day of the last 24 months."""
    return today - timedelta(days=rng.randint(0, 729))
