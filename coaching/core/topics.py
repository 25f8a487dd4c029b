"""Questions that have one answer, whoever asks: what a word means, what the coach does not do, where a thing is found.

They are read before the other intents, so a phrase stands here only where nothing else can be meant.
"""

from __future__ import annotations

from collections.abc import Mapping

from coaching.core.phrasebook import DAYS, HAN_DAYS, HAN_LIFTS, LIFTS
from coaching.core.phrases import Utterance, says
from coaching.core.red_flags import Lines

ASKS = "what|whats|explain|meaning|define"
HAN_ASKS = "什么意思|是什么|是啥|啥意思|怎么算|什么叫|代表什么"
FOOD = "eat|eating|food|diet|protein|calories|nutrition|meal|breakfast|creatine|supplements|supplement|carbs|drink"
TIRED = "tired|exhausted|worn|knackered|wrecked|crap|drained|sleepy|fried"
DID = "did|done|finished|lifted|benched|squatted|pressed"
CANNOT = "cant|cannot|wont|unable|no|not"
NO_LIFT = "!can !could !max !strong !changed !why !did !was"  # what somebody can lift, or did, is another question
CLOSED = "closed|shut|closes|shuts"
AWAY = "holiday|holidays|vacation|travelling|traveling|trip|away"

TOPICS: Mapping[str, Lines] = {
    "rpe": ((f"{ASKS} rpe !why !change", "rpe mean|means"), (f"rpe {HAN_ASKS}", "什么是|啥是 rpe")),
    "rir": ((f"{ASKS} rir !why", "reps|repetitions in reserve mean|means"), (f"rir {HAN_ASKS}", "什么是|啥是 rir")),
    "deload": (
        (f"{ASKS} deload|deloads !why !my !when", "deload mean|means"),
        (f"减量|减量周|减载 {HAN_ASKS}", "什么是|什么叫|啥是|为什么要 减量|减载"),
    ),
    "e1rm": (
        ("what is|does 1rm|e1rm mean", "whats|explain e1rm|1rm !my", "1rm|e1rm mean|means"),
        (f"1rm|e1rm {HAN_ASKS}", "什么是|啥是 1rm|e1rm"),
    ),
    "warm_up": (
        ("how should|do|shall|to warm", "do|should i|we warm", "what warmup !today", "warm up how"),
        ("怎么|如何|要|需要 热身", "热身 怎么|做什么|几组"),
    ),
    "technique": (
        (f"how do|to|should i|you|a|the|do {LIFTS}|rdl !much !many !often !heavy !weight !go !am !is",
         f"technique|form|tips for|on|with|of {LIFTS}"),
        (f"{HAN_LIFTS}|飞鸟|弯举|提踵|臀推 怎么做|怎么练|动作要领|标准动作|要领", f"怎么做|如何做 {HAN_LIFTS}"),
    ),
    "food": ((f"what|how|should|can|much|which {FOOD} !cant", f"=is|are {FOOD} good|bad"),
             ("吃什么|吃啥|怎么吃|吃多少|能吃|该吃|蛋白质|饮食|营养|补剂|肌酸|蛋白粉",)),
    "ai": (
        ("is|was|are plan|this|it|these made|written|generated|from by|ai|model|chatgpt|computer",
         "is|was|did plan|this|it|ai ai|generated|write|wrote|chatgpt",
         "who|what wrote|made my|this|the plan"),
        ("计划 ai|人工智能|机器|大模型 !换", "谁 写|做|制定 计划"),
    ),
    "data": (
        ("delete|erase|remove|export|download my|all|the data|account|information|profile !note",
         "what data|know about"),
        ("删|删除|删掉|注销|导出|下载 数据|账号|账户|帐号|资料|信息",),
    ),
    "rest_day": (
        ("when|whats|which rest|off|free day|days !why !today", "next rest|free|off day"),
        ("什么时候|哪天|下个|下一个|哪几天 休息|歇",),
    ),
    "log": (
        (f"i|just|ive {DID} sets|reps|x|kg|kgs|kilos|lbs|{LIFTS} !why !hurt !not",
         "how|where do|can|to i|log|record|enter log|record|enter|my|a sets|set|workout|training|session"),
        ("做了|完成了|举了|推了|蹲了|拉了 组|次|公斤|千克|kg !疼 !痛", "怎么|在哪|哪里 记录|登记|填"),
    ),
    "heavier": (
        ("go|lift|do|want|wanna|try|lets heavier", "add|use|take|want more weight|kilos",
            "feel|feeling great|strong|good heavier|more"),
        ("加重|加点重量|加重量|练重一点 !为什么 !不想 !不要 !别 !自动",),
    ),
    "tired": (
        ("slept|sleep 1|2|3|4|5|two|three|four|five|badly|bad|poorly|terribly|little|hardly",
         f"i|im|am|feel|feeling so|really|very|totally|super|like {TIRED}", "barely|hardly|didnt|not slept|sleep",
         f"feel|feeling {TIRED}"),
        ("没睡好|睡得不好|睡得很差|失眠|睡眠不足|没怎么睡|熬夜", "只睡|才睡 小时|个小时|钟头"),
    ),
    "short": (
        ("only|just|got|have 10|15|20|25|30|35|40|45|ten|fifteen|twenty|thirty|forty min|mins|minutes",
         "half an hour", "short|less|little on|of time|session|workout",
         "quick|quicker|shorter|short workout|session|version"),
        ("只有|就|只剩|只能练 10|15|20|25|30|40|45|十|十五|二十|三十|四十|半 分钟|小时|个小时",
         "时间 不够|不多|紧|有限"),
    ),
    "away": (
        (f"gym|studio is|s|will|be|are {CLOSED}",
         f"going|be|am|im|on|off|for|a {AWAY} next|until|till|weeks|tomorrow|{DAYS} !why",
         f"next week {AWAY}"),
        ("健身房|场馆 关门|关了|不开|停业|闭馆|放假", "下周|明天|下个月|接下来 出差|旅行|旅游|度假|外地|不在"),
    ),
    "day_off": (
        (f"{CANNOT} do|make|train|workout|come|time|free|available|on {DAYS} !today !tonight !every",
         f"=cant|cannot|not {DAYS}", f"{DAYS} doesnt|does|wont not|work|suit|fit|happen"),
        (f"{HAN_DAYS} 练不了|不能练|没空|没时间|不行|有事|去不了|来不了 !每 !都",),
    ),
}  # fmt: skip


# Latin letters in a Chinese sentence: which of them, and what has to be asked about it.
MIXED: Mapping[str, tuple[str, str]] = {
    "rpe": ("rpe", HAN_ASKS),
    "rir": ("rir", HAN_ASKS),
    "e1rm": ("e1rm", HAN_ASKS),
    "ai": ("ai", "做的|写的|生成|制定|安排的|排的"),
    "gpt": ("ai", "做的|写的|生成|制定|安排的|排的"),
    "chatgpt": ("ai", "做的|写的|生成|制定|安排的|排的"),
}


def topic_of(utterance: Utterance) -> str:
    """The topic that was asked about; "" where it is none of them."""
    for word in utterance.words if utterance.han else ():
        name, asked = MIXED.get(word, ("", ""))
        if name and says(utterance, (), (asked, "什么是|啥是")):
            return name
    return next((name for name, (english, han) in TOPICS.items() if says(utterance, english, han, is_denied=True)), "")


LIFT: Lines = (
    (f"what|which|whats weight|weights|load|kg|kilos {LIFTS} {NO_LIFT}",
     f"how many|much|heavy sets|reps|weight|kg|kilos|for|on|is|the|my|should {LIFTS} {NO_LIFT}",
     f"{LIFTS} how many|much|heavy {NO_LIFT}", f"{LIFTS} sets|reps|weight next|today|tomorrow !why !changed"),
    (f"{HAN_LIFTS} 几组|几次|多重|多少组|多少次|多少公斤|用多少|用什么重量 !最大 !极限 !为什么 !能",),
)  # fmt: skip


def asks_for_lift(utterance: Utterance) -> bool:
    """Whether somebody wants to know what is asked of one exercise."""
    return says(utterance, *LIFT)
