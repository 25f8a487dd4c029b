"""The phrases behind each intent, English and Simplified Chinese. How a line is read stands in `phrases`.

The order decides: what comes first wins. An intent gets a phrase when people write it that way and mean nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from coaching.core.red_flags import Lines

CANT = "cant|cannot|wont|unable"
JOINTS = "knee|knees|back|shoulder|shoulders|elbow|elbows|wrist|wrists|hip|hips|ankle|neck|foot|groin|hamstring|joint"
TRAIN = "train|training|exercise|workout|lift|gym"
SESSION = "session|workout|training"
LIFTS = "squat|squats|bench|deadlift|deadlifts|press|row|rows|curl|curls|lunge|lunges|pull|pullups|dips|exercise"
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
TRAINING_DAYS = (
    f"{DAYS}|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|mon|tue|tues|wed|thu|thurs|fri|sat|sun"
    "|weekdays|weekends|weekend|mornings|evenings"
)
BOTHER = "message|messaging|notify|notifying|remind|reminding|ping|pinging|bother|bothering|disturb|text|texting"
NEWS = "notification|notifications|prompts|reminders|reminder|messages|pushes|alerts"
GEAR = "machine|machines|rack|bench|bar|barbell|dumbbells|cable|cables|equipment"
HAN_TODAY = "今天|今日|今晚|今儿"
HAN_TRAIN = "练什么|练啥|练哪|练些什么|练点|做什么|做啥|干嘛|干什么|干啥|训练|课|安排|计划|任务"
HAN_OVER = "!完成 !练完 !做完 !结束 !很棒 !不错 !真"  # it is told how it was
HAN_LIFTS = "深蹲|硬拉|卧推|推举|划船|引体|弓步|箭步|臂屈伸|腿举|这个"
HAN_GEAR = "器械|架子|杠铃|哑铃|史密斯|卧推凳|深蹲架|龙门架|单杠|双杠|腿举机|机器"
HAN_JOINTS = "膝盖|肩膀|手腕|手肘|肘|腰|脖子|脚踝|髋|背"
HAN_DAYS = "周一|周二|周三|周四|周五|周六|周日|周天|星期一|星期二|星期三|星期四|星期五|星期六|星期天|星期日"
HAN_TRAINING_DAYS = f"{HAN_DAYS}|周末|工作日"
HAN_NEWS = "提醒|通知|消息|推送"

BOOK: Mapping[str, Lines] = {
    "pain": (
        (
            "hurts|hurt|hurting|painful|aching|aches !feelings !painless !stomach",
            "pain|pains|ache !gain !painless !stomach",
            f"sore|sharp|stabbing|burning {JOINTS}",
            f"{JOINTS} sore|clicks|pops|popped|swollen|weird|funny|stiff|bothering|bothers|discomfort",
            "pulled|strained|tweaked|twisted|sprained|tore|rolled my|a|something|muscle",
            "im|i|got|am injured|hurt",
            "injury",
            "popped|snapped|cracked in my",
            "swollen|swelling",
        ),
        (
            "胸痛|胸疼|疼痛|疼|痛 !疼爱 !痛快 !痛苦 !肚子 !胃 !头痛 !头疼 !喉咙痛 !喉咙疼 !嗓子疼 !嗓子痛",
            "受伤|拉伤|扭伤|扭到|扭了|崴|闪了腰|挫伤|肿了|红肿",
            f"{HAN_JOINTS} 不舒服|不太舒服|不对劲|难受|发酸|咔咔响|响",
            "手|脚|腿|胳膊 麻",
        ),
    ),
    "ill": (
        (
            "im|i|am|feel|feeling|been|got|getting|down|fallen|fell sick|ill|unwell|feverish !tired !of",
            "have|got|caught|with|having cold|corona|virus|bug|food !up !water !plunge !shower",
            "sore|scratchy throat",
            "stuffy|runny nose",
            "under the weather",
            "coming|came|come down with",
            "not|dont feel|feeling well|good",
            "feel|feeling terrible|awful|rough|rotten|nauseous",
            "stomach upset|hurts|ache|pain|bug|cramps",
            "headache|migraine",
            "fever|flu|covid|influenza",
            "throwing|threw up",
            "vomiting|vomited|diarrhea|diarrhoea|nauseous",
            "=sick",
            "=ill",
        ),
        (
            "生病|病了|感冒|发烧|发热|流感|新冠|阳了|拉肚子|腹泻|呕吐|肠胃炎",
            "喉咙痛|喉咙疼|嗓子疼|嗓子痛|嗓子不舒服|头痛|头疼|吐了",
            "肚子|胃 疼|痛|不舒服",
            f"身体|我|人|{HAN_TODAY} 不舒服|难受",
        ),
    ),
    "settings": (
        (
            "change|set|adjust|open|edit|where|my preferences|settings|profile|notifications|language|units|tone|zone",
            "quiet hours|times|time",
            f"turn|switch|off|on {NEWS}",
            f"fewer|less|more|stop|mute|disable|enable|no|many {NEWS} !why",
            f"dont|stop|quit|not {BOTHER} me",
            "do not disturb",
            "be|talk|sound|speak|write|coach|tone more|less|a|bit gentle|gentler|direct|playful|strict|blunt|funny",
            "be|more gentler|gentle|direct|playful|nicer|kinder|stricter|funnier|blunt",
            "=settings|preferences",
        ),
        (
            "设置|偏好|免打扰|勿扰|安静时间|安静时段",
            f"少|多|关|关掉|关闭|打开|开启|别|不要|停止|减少|静音 {HAN_NEWS}|打扰|发消息",
            f"{HAN_NEWS} 太多|少|多|关|开|停 !有什么",
            "语气|说话|口气 温柔|温和|直接|直白|严格|活泼|幽默|风趣|换|改|一点",
            "温柔|温和|直接|严格|活泼|幽默 一点|些|点",
            "换|改|调 语气|语言|单位|时区",
        ),
    ),
    "times": (
        (
            f"i|id|we|im|ill can|could|only|prefer|want|able|like|free|available train|training|lift|workout|gym|on"
            f" {TRAINING_DAYS} !what !when !why !which !cant !cannot !skip !move !swap !wont",
            f"im|am|free|available free|available|on {TRAINING_DAYS} !not !what !when !why",
            f"{TRAINING_DAYS} works|work|suits|suit|fits|fit|best me|for|at|better !what !why !doesnt !dont",
            f"train|training {TRAINING_DAYS} at|before|after|evening|morning|from !what !when !why !do !am !cant !did",
            "my training days|times are|is",
        ),
        (
            f"{HAN_TRAINING_DAYS} 可以|能|有空|有时间|方便 !吗 !不能 !不可以 !什么 !没 !为什么 !移 !挪 !改到",
            f"有空|有时间|只能|只有|可以在|能在 {HAN_TRAINING_DAYS} !吗 !什么 !没 !为什么",
            f"{HAN_TRAINING_DAYS} 早上|上午|中午|下午|晚上|早|晚 点|半 !什么 !吗 !为什么 !移 !挪 !改到",
        ),
    ),
    "skip": (
        (
            f"skip|skipping today|{SESSION}|tomorrow|it|this|gym !rope",
            f"{CANT} {TRAIN}|make|come|go today|tonight|tomorrow|it|session|now|gym",
            f"{CANT} train|workout",
            "no|not|havent time|energy !under",
            "dont have time|energy",
            "too|im|am|so busy|exhausted",
            "too tired",
            f"miss|missed|move|delay|shift today|todays|tomorrow|yesterday|yesterdays|it|{SESSION}",
            "postpone|reschedule|rescheduling|overslept",
            "traveling|travelling|travel|holiday|vacation|away !why",
            "want|wanna|need|take rest",
            "take|taking|need|have day|night off",
            f"dont|not feel|want|wanna|feeling {TRAIN}|like|it",
            "=skip",
            "=skip today",
            "=not today",
        ),
        (
            "今天|今晚|明天|今日 练不了|不练|没法练|不能练|不想练|去不了|不去|没空|没时间|不训练|来不了",
            "跳过|请假|缺席|推迟|延期|改期|改天|改时间|换一天|换天",
            "没时间|没空|太忙|抽不出时间|加班",
            "出差|旅行|旅游|外地|度假",
            "错过|没练 训练|今天|昨天|课",
            "昨天|前天 没练",
            "改到|挪到|移到",
            "太累|没力气|没精力|没有精力",
            "想休息|休息一天|想歇",
            "不想 训练|锻炼|健身|练",
        ),
    ),
    "swap": (
        (
            "swap|swapping|substitute|alternative|alternatives|replacement|replace !suggestion !why",
            "instead of",
            "something|anything else|instead !progress",
            "another|different exercise|movement|lift|machine",
            f"change|switch {LIFTS} !plan !day !time !why !did",
            f"{GEAR} taken|busy|occupied|broken|missing !why",
            f"dont|no|without|hate|bored|sick {GEAR}|{LIFTS} !time !pain !why",
            f"{CANT} do|use {LIFTS}|{GEAR}",
        ),
        (
            "换|替换|替代|代替 !换一天 !换天 !换时间 !换计划 !为什么 !换了",
            f"没有|没 {HAN_GEAR}",
            f"{HAN_GEAR} 有人|被占|占了|坏了",
            f"做不了|不能做|不会做|不想做 {HAN_LIFTS}",
            f"{HAN_LIFTS} 做不了|不能做|不会做|不想做",
        ),
    ),
    "why": (
        (
            "why !hello",
            "what|whats|anything|something|has|did changed|change|changes|new|different !instead",
            "how come",
            "explain|reason|reasoning",
            "who|when changed",
            "show|see changes",
            "any|show|open|new|what suggestions|suggestion|proposals",
            "=changes",
            "=suggestions",
        ),
        (
            "为什么|为啥|为何|怎么会|什么原因|什么理由",
            "改了|变了|换了|调了|减了|加了 什么|哪些|哪里|啥|吗",
            "什么|哪些|哪里|有 改变|变化|调整|变动|改动|有变|变吗",
            "怎么 变轻|变重|变少|变多|轻了|重了|加重|减重|减了|加了|降了|改了|变了|换了|少了|多了",
            "有 建议 !你好",
        ),
    ),
    "progress": (
        (
            "how am i doing|progressing|going|looking|performing",
            "how is|are|has my|the|it|things|training|progress going|progress|progressing|looking|coming|been",
            f"hows|how my|is|the training|progress|strength|going|looking|lifts|numbers|{LIFTS}",
            "hows|how it|things going",
            "get|got|become stronger|weaker|fitter",
            "on track",
            "am i getting|improving|progressing|stronger|weaker|better|making",
            "my|show|see|check|any progress|progression|stats|statistics|results|records|numbers|1rm|max !why",
            "whats|what my 1rm|max|one|best|e1rm|pr|record",
            "how strong am",
            f"how much can {LIFTS}|lift",
            "1rm|e1rm !why",
            "how did|was last|past week|month|weeks",
            "=progress",
            "=stats",
        ),
        (
            "进步|进展|进度|成绩|表现 !为什么",
            "我 练得怎么样|练得如何|练的怎么样|做得怎么样|状态怎么样",
            "变强|变壮|变弱|练得咋样|练得怎么样",
            "最近|训练 怎么样|如何 !今天 !明天",
            "最大重量|极限重量|力量水平|1rm|最好成绩|估计最大",
            "深蹲|卧推|硬拉|推举 怎么样|如何|多少|涨",
        ),
    ),
    "today": (
        (
            "what|whats|which|anything|show|see|do|have today|todays|tonight !weather !day !eat !dinner !news",
            "what|whats train|training|lift|lifting|workout now|next|today !eat",
            f"whats|what|show|give|start|open|see {SESSION}|exercises !next !tomorrow !week !last !yesterday",
            "what should|shall do now|next",
            "am|are i|we training|lifting today",
            "how much|many|heavy today|tonight",
            "give|gimme|todays todays|weights|lifts|weights|exercises",
            "ready to train|go|lift|workout",
            f"how long todays|today|this|the|my|is {SESSION}",
            "=today",
            f"=todays {SESSION}|plan",
            "=session|workout|training today",
            "=workout",
            "=session",
            "=training",
            "rest|training day today",
            "is|today today|rest rest|off|day|training !how !weather",
        ),
        (
            f"{HAN_TODAY} {HAN_TRAIN}|有什么|内容|要练|该练|几组|多重|多少 !为什么 !天气 {HAN_OVER}",
            "现在|等会|待会 练什么|练啥|做什么|该练",
            "=今天|今日训练|练什么|练啥|训练|开练",
            "今天 休息|要练|练不练 吗",
            "=今天休息|今天休息吗",
        ),
    ),
    "next": (
        (
            "whats|what|when|which|show|is next|tomorrow|upcoming !week !weather !eat",
            f"when {TRAIN}|{SESSION} !last",
            f"next {SESSION}|time|one !week !last",
            f"tomorrows {SESSION}|plan",
            "is|leg|push|pull|upper|lower leg|legs|push|pull|upper|lower|day tomorrow|tmrw|tmr|tomo",
            "=next",
            "=tomorrow",
        ),
        (
            f"下次|下一次|下一节|下节|下个|明天|明日|后天 {HAN_TRAIN}|什么时候|几点|练 !为什么 !天气",
            "什么时候 训练|练|上课",
            "=明天|下次|下一次|接下来",
            "接下来 练|训练|做什么|安排",
        ),
    ),
    "week": (
        (
            "what|whats|how|show|see|which|tell|is week|weeks !last !why !was",
            "week|weeks plan|schedule|sessions|training|workouts !last !why !was",
            "=this|next|my|whole week",
            f"what|whats|about|is|on {DAYS} !weather !eat",
            "show|see|whats|what|view|open|read my|the|current plan|schedule|programme|program|calendar !why",
            "how many sessions|days|workouts|times",
            "=plan",
            "=week",
            "=schedule",
            "=program|programme",
        ),
        (
            f"这周|本周|下周|这个星期|这星期|一周|整周|这礼拜 {HAN_TRAIN}|几次|几天|有什么|练 !为什么",
            f"{HAN_DAYS} {HAN_TRAIN}|有什么|练|呢 !为什么",
            "看看|查看|显示|我的|完整|整个 计划|课表|安排|日程 !为什么 !改 !换",
            "=计划|训练计划|课表|本周|这周|安排",
        ),
    ),
    "help": (
        (
            "what can|do you|i do|ask|answer|know|help",
            "how does|do this|you|spotter|it work",
            "who|what are you",
            "are you a|an|real robot|bot|human|ai|person|machine",
            "=help",
            "=menu",
            "=commands",
            "=options",
            "need|want|get help !lift",
        ),
        (
            "你 机器人|真人|是人",
            "你 会什么|能做什么|能干什么|会做什么|能干嘛|是谁|能帮",
            "怎么用|怎么使用|如何使用|使用方法|使用说明",
            "=帮助|帮忙|功能|菜单|说明",
            "能问|可以问 什么|你|啥",
        ),
    ),
    "thanks": (
        (
            "thanks|thx|ty|cheers",
            "thank you|u|coach",
            "=ok|okay|alright|bye|goodbye",
            "=good job|night|one",
            "=see you",
            "=great|perfect|awesome|nice|cool|good|super|brilliant",
            "=got it",
            "=sounds good",
            "=will",
            "=all good",
        ),
        (
            "谢谢|多谢|感谢|谢啦|谢了|辛苦了",
            "=再见|晚安|拜拜|回头见",
            "=好|好的|好吧|行|可以|明白|明白了|收到|知道了|太好了|太棒了|很好|不错",
        ),
    ),
    "hello": (
        (
            "=hi|hello|hey|hiya|yo|hallo",
            "=hi|hello|hey there|again",
            "=good morning|evening|afternoon|day",
            "=morning|evening",
            "=whats up",
            "=sup",
        ),
        ("=你好|您好|嗨|哈喽|早|早上好|早安|晚上好|下午好|中午好|在吗|教练好|教练你好|你好教练|你好啊",),
    ),
}
