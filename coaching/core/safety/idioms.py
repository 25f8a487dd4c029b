"""What is said in training and means no harm: taken out of a clause before anything is looked for in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from coaching.core.phrases import WORD
from coaching.core.safety.categories import Category

WORK = (
    r"(?:sets?|squats?|burpees?|intervals?|sessions?|workouts?|legs?|leg day|reps?|sprints?|lunges?|row|rower|runs?|"
    r"hills?|training|cardio|amrap|wod|metcon|deadlifts?|thrusters?|bike|program|finisher|day|lifts?|volume|drills?|"
    r"circuit|wall balls?|emom|presses|hip thrusts?|pull ?ups?|treadmill|class|erg|spin|plank|climb|race|heat|hike)"
)
# Things that break without anybody being hurt, what people compete in, what one has too much of, who wins.
THING = (
    r"(?:roof|tent|rack|chain|jeans|leggings|pants|shorts|phones?|battery|app|shoes?|shoelaces?|bands?|cables?|bags?|car"
    r"|bike|belt|buckle|collars?|plates?|headphones|watch|strap|zip|record|scale|treadmill|machine)"
)
CONTEST = r"(?:sprints?|races?|everything|tennis|chess|squats?|rower|row|bench|pull ?ups?|reps?|5k|10k|hill|field|game)"
TREAT = r"(?:pizza|sugar|coffee|chocolate|cake|vitamins?|carbs|caffeine|cookies|netflix|series|podcasts?|ice cream)"
DOER = r"(?:he|she|they|coach|son|daughter|brother|sister|year old|everyone|everybody|mate|friend|partner|wife|husband)"
ENGLISH: tuple[str, ...] = (
    r"\btak(?:e|ing) (?:my )?(?:hay fever|allergy|vitamin) (?:tablets?|pills?)\b|\bforgot breakfast\b",
    r"\bbeats? me (?:in|at) (?:a |the )?(?:\w+ )?(?:contest|challenge|competition|quiz)\b",
    r"\b(?:see|find|open|read) (?:my|the|your) (?:plan|history|chart|log|sessions?|workouts?|button|menu)\b",
    r"\b(?:touch\w*|mov(?:ed|es|ing)|took|steals?|stole|us(?:es|ed|ing)) my (?:barbell|bar|plates?|bench)\b",
    r"\bonly had (?:a )?(?:coffee|banana|tea)\b(?= (?:today|this morning|so far|before)$)",
    r"\b(?:no|any) hope for my (?:pull ups|push ups|handstands?|bench|squat|toes to bar|double unders)\b",
    r"\bhopeless at (?:double unders|stretching|cooking|technology|handstands|pull ups|push ups|maths?)\b",
    rf"\b{THING} (?:\w+ )?(?:collapsed|tore|torn|broke|broken|snapped|ripped|died|dead|cracked|fell|burst|gave out)\b",
    r"\b(?:collapsed|tore|torn|broke|broken|snapped|ripped|cracked|dislocated|burst|twisted|dropped)"
    rf" (?:(?:my|the|a|an|his|her|our) )?{THING}\b(?! (?:on|into|onto) )|\btore the roof off\b",
    rf"\b{DOER} (?:(?:always|just|still) )?(?:beats?|beaten|beating|thrash\w*|destroy\w*|smoke\w*) (?:me|us|everyone"
    rf"|everybody) (?:by (?:\w+ ){{1,3}}(?:seconds?|minutes?|points?|reps?|kg|kilos)|(?:at|in|on|up)(?: (?:the|a))?"
    rf" {CONTEST})\b|\b(?:beat|beats) (?:me|us) by (?:\w+ ){{1,2}}(?:seconds?|minutes?|points?|reps?|kg)\b",
    rf"\b(?:overdos\w*|od\w*|binge\w*|binging) (?:on|of) {TREAT}\b|\bpurge\w* (?:my|the) (?:\w+ )?(?:inbox|closet"
    r"|wardrobe|garage|files|fridge)\b",
    r"\bcollapsed (?:in|into|on|onto) (?:(?:the|my) )?(?:bed|sofa|couch|hammock)\b|\bsleep forever on this\b",
    r"\bgoodbye (?:to )?(?:\w+ )?(?:pain|plateau|excuses|winter|summer|\d+)\b|\brope for (?:double|skipping)\b",
    r"\b(?:cant|can not|cannot) (?:do|go on|keep up)(?: this)?(?: any ?more)? (?:with|at|without) (?:\w+ ){0,3}"
    r"(?:rest|pace|weight|program\w*|plan|incline|straps|speed)\b",
    r"\b(?:wont be|not) here (?:next|this|on|until|till|for)(?: \w+){1,4} (?:im|ill be|were) (?:in|at|on)\b",
    rf"\b(?:worthless|useless|pointless|hopeless) (?:\w+ )?(?:{THING}|gym|handstands?)\b|\bburden of choosing\b",
    rf"\bnothing matters more than\b|\babused? (?:my|the) (?:{THING}|quads|legs|rower|bike|hill)\b|\bback ?stroke\b",
    r"\bsee(?:ing)? (?:the )?stars (?:on|above|over|at night|in the sky)\b|\bfainting goats\b|\bfloor press\b",
    r"\b(?:starving|hungry) whats? (?:\w+ ){1,3}(?:meal|snack|eat)\b|\blike a teenager\b|\bagony aunt\b|\bage group\b",
    r"\b(?:numb|dead) (?:bum|butt)(?: \w+){0,3} saddle\b|\bbeets?(?: \w+){0,4} (?:pee|urine)\b|\bname tag\b",
    rf"\b{WORK}(?: \w+){{0,3}} (?:kill\w*|murder\w*|destroy\w*|end\w*|almost killed|slay\w*) (?:me|my legs"
    rf"|us|my quads)\b",
    rf"\b(?:die|dying|died|dead|death)(?: \w+){{0,2}} (?:after|during|on|from|of|in|at)(?: \w+){{0,2}} {WORK}\b",
    rf"\b{WORK}(?: \w+){{0,3}} (?:want to|wanna|wanted to|like i would|felt like|im|i will|ill) (?:die|dying"
    rf"|death|dead)\b",
    r"\b(?:kill|shoot|end) me now\b|\bjust shoot me\b|\bkill(?:ed|ing|s)? (?:it|this|that|the|for|my battery|my quads"
    r"|time|my legs)\b",
    r"\bsuicides\b|\bsuicide (?:grips?|squads?|sprints?|drills?|runs?|squats?|planks?|push\w*)\b",
    rf"\b{WORK}(?: \w+){{0,2}} suicide\b|\bsuicide (?:today|haha|lol)\b",
    r"\bdead[ -](?:lifts?|lifting|lifted|hangs?|bugs?|stops?|tired|weights?|balls?|sore|ass|line|easy"
    r"|serious)\b|\bdead(?:lines?|hangs?|bugs?|stops?|lifts?)\b(?= and dead)",
    r"\bbe the death of me\b|\bdying (?:over here|of laughter|laughing|to|for)\b|\bdied laughing\b",
    rf"\bhurt(?:ing)? myself (?:on|at|during|doing|with|in)(?: \w+){{0,2}} {WORK}\b",
    r"\bcut(?:ting)? myself (?:some slack|shaving|a break)\b|\bpush(?:ing|ed)? myself\b",
    r"\bhang(?:ing)? (?:out|cleans?|power|leg|snatch\w*)\b|\bfor dear life\b",
    r"\bcant live without\b|\bbaby (?:weights?|steps?)\b|\bpassed? out (?:flyers?|water|towels?)\b",
    r"\bpassed out (?:\w+ ){0,4}(?:sofa|couch|bed|pm|10pm|9pm|8pm|early|after dinner)\b|\bblack(?:ed)? out"
    r" (?:the|my)\b",
    r"\bhate my life(?: \w+){0,3} (?:when|after|during|alarm|burpees?|legs?|5|lol|haha)\b(?: \w+)*",
    r"\b(?:legs|arms|quads|glutes|abs|im|am|so|absolutely)(?: (?:are|feel|so|totally|literally|fully))* (?:dead|dying"
    r"|killing me|on fire)\b(?! inside)",
    r"\b(?:almost|nearly|thought id|thought i would|i might) (?:die|died|killed me)\b|\bkilled me (?:today|lol|haha)\b",
    r"\bdizzy with \w+\b|\bhead is spinning with\b|\bwill to live left\b|\bmy will to live\b|\brip (?:my|to)\b",
    r"\bheart skip\w*(?: \w+){0,2} (?:when|beat when)\b(?: \w+)*|\bbreathless (?:every time i see|from the view)\b",
    r"\b(?:cant|couldnt|can not|couldn t) feel my (?:legs|arms|quads|glutes|face)(?: \w+){0,2} (?:haha|lol"
    r"|lmao|great|after leg)\b",
    r"\b(?:sit|walk|stand|move|toilet|stairs)(?: \w+){0,3} (?:lmao|lol|haha\w*)\b",
    r"\bhit (?:the wall|a pr|a pb|a new|my macros|depth|the gym|snooze|200|the weights)\b|\bfell (?:asleep"
    r"|behind|off the wagon)\b",
    r"\bjumped? (?:rope|off the box and stuck|in the (?:river|lake|sea|pool|water))\b|\bjump rope\b|\bburst out\b",
    r"\bbleeding edge\b|\brazor thin\b|\bpunched the clock\b|\bkicked my (?:ass|butt)\b|\bbeat my (?:pr|pb"
    r"|time|record)\b",
    r"\bnail\w* it\b|\bfailed the lift\b|\b(?:died|dies|dying|dead) (?:battery|phone|halfway)\b|\b(?:phone"
    r"|battery|watch)"
    r" (?:is |has )?(?:died|dead|dies)\b",
    r"\bthrew up (?:a little|a bit)(?: \w+){0,5}|\bsick (?:pr|pump|session|of (?:burpees|chicken|rice))\b",
)
# The same, looked for only where one of the words before it stands: most clauses have none of them.
ENGLISH_BY_WORD: tuple[tuple[str, str], ...] = (
    (
        "push pushes pushed pushing",
        r"\bpush(?:es|ed|ing)? (?:me|us) (?:(?:so|really|pretty|very|too) )?(?:hard(?:er)?|in (?:training|class)"
        r"|past my|to (?:finish|improve|my limits?|run|lift))\b(?! (?:against|into|onto|down|off|over|on))",
    ),
    ("bad awful terrible", r"\bis (?:that|this|it) (?:(?:too|so|really|very|that) )?(?:bad|awful|terrible)\b"),
    ("attack", r"\bheart attack (?:material|pace|set|territory)\b"),
    ("gasping", r"\bgasping for (?:a|some|my) (?:\w+ )?(?:beer|pint|coffee|tea|drink|water|shower)\b"),
    ("rather", r"\brather die than (?:run|jog|train|lift|squat|row|swim|do (?:cardio|burpees|legs))\b"),
    (
        "see",
        r"\b(?:cant|couldnt|cannot) see (?:\w+day|myself (?:doing|training|running|lifting|sticking|getting)|the"
        r" (?:video|screen|list|timer)|my (?:reps|sets|weights|streak))\b",
    ),
    ("unalived", r"\bunalived (?:us|me|my \w+) (?:with|by)\b"),
    ("suicide", r"\bsuicide watch (?:patients?|duty|shift)\b"),
    (
        "patient case",
        r"\b(?:had|have|treated|saw) a (?:\w+ )?(?:stroke|overdose|heart attack|chest pain|seizure) (?:patient|case)\b",
    ),
    ("inside", r"\bdead inside from (?:\w+ )?(?:spreadsheets|meetings|work|emails?|exams?)\b"),
    ("disappear", r"\bdisappear to an? \w+ for\b"),
    (
        "give giving",
        r"\bgiv(?:e|ing) up on (?:double unders|pull ups|handstands?|burpees|running|the (?:plan|diet)|this (?:exercise"
        r"|move\w*|plan|program\w*))\b",
    ),
    ("nobody", r"\bnobody (?:showed|turned|came)(?: up)? (?:to|for) (?:the )?(?:class|session|run)\b"),
    ("needles", r"\bpins and needles (?:\w+ ){0,4}(?:from|after) (?:sitting|kneeling|sleeping|lying|leaning)\b"),
    (
        "bum butt backside",
        r"\b(?:bum|butt|backside) (?:\w+ ){0,2}(?:numb|asleep)(?: \w+){0,3} (?:ride|saddle|cycling)\b",
    ),
    (
        "blue purple red",
        r"\b(?:blue|purple|red) from (?:the |a )?(?:slush\w*|popsicles?|berries|sweets|candy|beets?)\b",
    ),
    ("door", r"\b(?:held|holds) the door (?:for|open)\b"),
    ("early", r"\bleave early\b"),
    ("mortgage", r"\bmortgage is a burden\b"),
    ("fat", r"\bfe(?:el|lt|eling) (?:so |a bit )?fat after (?:christmas|easter|the holidays?|vacation)\b"),
    ("text texts", r"\btexts? me (?:\w+ ){0,4}(?:the|a|my) (?:plan|program\w*|workout|schedule)\b"),
    (
        "show correct fix adjust guide",
        r"\b(?:grab\w*|held|holds|took|touch\w*|mov\w*) my \w+ to (?:show|correct|fix|adjust|guide)\b",
    ),
    (
        "tablet tablets pill pills meds medication",
        r"\b(?:tablets?|pills?|meds|medication) for (?:my )?(?:blood pressure|hay fever|allerg\w+|cholesterol|thyroid"
        r"|asthma)\b",
    ),
    (
        "breath",
        r"\bout of breath (?:after|from) (?:the|those|these) (?:stairs|sprints?|intervals?|last set|run|hills?)$",
    ),
    ("slept", r"\bslept on my (?:\w+ )?(?:arm|hand|shoulder)(?: \w+){0,4} (?:numb|tingly|tingling|asleep|dead)\b"),
)
CHINESE: tuple[str, ...] = (
    "碰了?一?下?(?:我的)?(?:杠铃?片?|片)|臀(?:桥|推)(?:的时候|时)?屁股没感觉|教练(?:今天)?(?:逼|推|催)(?:得|我)(?:很)?(?:紧|狠|练|加)"
    "|要关门|想[一二三四五六七八九]十岁还能",
    "(?:手机|电脑|电池|手表|耳机|链子|车|弹力带|鞋带|裤子|绳索|绳子|杠|水袋)(?:没电|没电了|断|裂|破|坏|死机)(?:了)?(?:练(?:到)?一半断了)?",
    "(?:坚持|撑)不(?:下去|住)了?(?=这?(?:配速|重量|间歇|计划|坡度))|(?:配速|跑法|坡|间歇)(?:是|就是|等于)?(?:在)?自杀",
    "腿(?:都)?没知觉(?:了)?(?=最爽|哈|爽)|走不了路(?=哈)|走不直|鼻塞(?:得)?(?:呼吸不了|喘不上气|透不过气)",
    "(?:开心|高兴|激动|幸福)到?得?(?:头晕|晕|发抖|说不出话)|pr(?:之)?后(?:激动得)?说不出话|打(?:网球|羽毛球|乒乓|篮球|台球|得真狠)",
    "(?:多年|几年)前.{0,6}走出(?:了)?抑郁|推我(?:上|破|冲)|碰之前先问|脚掌着地|孕妇瑜伽|双胞胎分不清|立(?:了)?个?遗嘱走流程",
    "(?:摔|跌|绊)了?一?(?:跤|下)(?=啥事没|没事|没啥|继续跑)|贴个?创可贴|晚上就(?:好|没)了",
    "想死(?:了)?(?:这|那)(?:一)?(?:组|个|套|节|课)|想死你|要死要活|要死了(?:要死了)?(?:最后)?(?:一组)?|杀了我吧",
    "死(?:虫|拉|磕|党|板|撑|角|心|推|气沉沉|鱼)|生死看淡|绝杀|杀疯|秒杀|杀青|自杀小队|这组要命|累瘫"
    "|没有硬拉活不了|已死",
    "死活(?:起|上|拉|推|练|做|都|不)|自虐(?:式|训练|套餐)|不(?:活动|运动)就难受|没活儿?干|活动度|没知觉了?爽"
    "|没感觉了?爽|没感觉了哈",
    "(?:打卡|打球|打拳|打破|打沙袋|打喷嚏|打pr|打赢|打游戏|打鼾|打算|打字|打呼噜|打呼|打地铺|眼花缭乱|打分"
    "|打工|打车|打包|打点滴)",
    "没(?:有)?(?:咖啡|碳水|健身|硬拉|音乐|空调)(?:我)?(?:就)?活不(?:下去|了)|头都晕了|晕头转向|不晕|漏跳一拍"
    "|跳一拍|让人窒息|喘成狗|抑郁了哈"
    "|再见平台|差点要了我的命|要命哈|怀疑人生|灵魂出窍|睡死过去|撞墙(?:期|了)?(?=$|哈)|公里撞墙|心率带"
    "|空腹有氧|(?<!天)不(?:怎么)?疼|(?<!天)不痛(?!苦)|(?:早|晚|身|杠)上吊|没疼|不后悔|抑郁哈",
)
# The same in Chinese, by the characters of which a clause has to have one.
CHINESE_BY_SIGN: tuple[tuple[str, str], ...] = (
    (
        "死",
        "(?:练|累|困|饿|热|笑|气|急|丑|酸|爽|烦|忙|冻|渴|晒|撑|馋|美|帅|无聊|吵|拉|蹲|跑|跳|推|骑|睡|高兴|开心"
        "|羡慕|喘|吃|做|划|举)(?:得|到|的)?"
        "(?:要|想|快|都)?死(?:我|过去|个人)?(?:了)?(?!算|就好)",
    ),
    (
        "逼 推 催 拽 帮 拳 脚 掌 头",
        r"教练(?:今天|昨天)?(?:把)?(?:我们?)?(?:逼|推|催)(?:得|我|我们)?(?:很|挺|太|好|真)?(?:紧|狠)|"
        r"逼(?:了)?(?:我|自己)一把|拽我(?:去|来)(?:跑|练)|帮我(?:挡|开|扶)(?:着|了)?门|(?:娃|宝宝|"
        r"孩子)一(?:拳|脚|巴掌|头)(?:打|踢|踹|撞|砸)",
    ),
    (
        "芬 药",
        r"布洛芬(?:会|影响|行不行|和|跟|对)|(?:能|可以|能不能|偶尔|该不该)(?:提前)?吃(?:一次|一片|点|个|片|"
        r"颗)?(?:布洛芬|止疼药|止痛药)(?!再|继续|接着|就|才|练|来|顶|然后|上)",
    ),
    (
        "喘 气",
        r"(?:冲刺|间歇|四百米?|八百米?|波比|最后一组)(?:跑)?(?:完|后|以后|之后|完了)(?:都|就|"
        r"有点)?(?:喘不上气|喘不过气|上气不接下气)$",
    ),
    (
        "病 患 程 培 讲 血 粉 印 赌 靶",
        r"(?:中风|心梗|胸痛|脑梗|癫痫|自杀)(?:高危)?的?(?:病人|患者|流程|培训|讲座)|没有?(?:出|流)血|花粉|"
        r"(?:打印|打赌|打靶)",
    ),
    (
        "断 充 舒 爽 瘾",
        r"(?:脚|腿|腰|胳膊|手|背)(?:都|感觉)?(?:快要|快|要)断了|充血(?:充)?得?(?:像|跟)?(?:气球|馒头)?|(?:疼|"
        r"酸|痛)得(?:很|真)?(?:舒服|爽|过瘾)",
    ),
    (
        "麻 没",
        r"(?:冬天|天冷|零下.{0,4}|压着|枕着|跪久了|坐久了|蹲久了|骑久了)(?:手指|手|脚|腿|胳膊|屁股)(?:发麻|"
        r"麻了?|没感觉)",
    ),
    (
        "昏 晕 吃 胰 车",
        r"[七八九十]点(?:多|半)?就(?:昏|晕)(?:睡)?过去|不吃(?:猪肉|牛肉|羊肉|辣|海鲜|香菜)|(?:饭前|饭后|早上|"
        r"每天)打胰岛素|钥匙(?:锁|落|忘)在?车里",
    ),
    (
        "废 渣 菜 消 跳 差",
        r"(?:双摇|引体|平衡|瑜伽|球类)我?就?是个?(?:废物|渣|菜鸡)|消失(?:去|到)(?:海岛|海边|山里|国外)|"
        r"不要跳(?:的|跃)|差点(?:砸|撞|踩|碰)到(?:脚|头|手|人)",
    ),
)
# Words that turn a line of that class into something harmless wherever they stand near it; `_` and `~` as in a line.
UNLESS: tuple[Mapping[Category, str], Mapping[Category, str]] = (
    {
        Category.SELF_HARM: (
            "struggles_with gym_is_closed gym_closed closed_on lol_but cabin without_gear off_season deload_week"
            " grip_strength suicide_prevention fundraiser charity_run bench_numbers a_belt the_belt straps"
            " wraps no_one_else nobody_else did_it_alone train_alone training_alone"
        ),
        Category.RED_FLAG: (
            "lifeguard new_glasses the_lights no_lights the_tent drill_on"
            " desk_work from_laughing the_ward work_as paramedic_here unilateral in_rows on_rows fit_check"
            " my_nose bit_of_a_cold short_rest no_dizziness new_battery chest_strap all_normal as_it_should"
            " happy_tears i_teach chest_day price_of"
            " with_happiness so_many_options food_coma just_nerves beta_alanine my_first_race"
        ),
        Category.ABUSE: (
            "my_pride was_a_boxer to_be_better be_better to_do_better arm_wrestling wrestling sparring"
            " boxing judo bjj karate the_rower on_the_rower mario_kart chess tennis padel"
            " in_the_5k at_the_finish high_five hug"
        ),
        Category.INJURY: (
            "to_warm_up blisters callus felt_good foam_roller painless for_fun pr_by my_pr tempered leggings"
            " painless_for phone windshield sleeves"
            " fully_healed as_a_kid best_leg_day from_rows that_was_close close_call near_miss"
        ),
        Category.EATING: (
            "flu stomach_bug food_poisoning hungover after_the_2k after_burpees sprints zero_regrets"
            " regret_nothing no_regrets eat_more eat_enough good_sign eating_plenty"
        ),
        Category.PAIN: "period_cramps cramps_from from_laughing normal_doms doms muscle_soreness gone_now",
        Category.PREGNANCY: (
            "yoga_class my_client my_clients asking_for my_article thesis"
            " parcel work_as as_a_midwife im_a_midwife night_shifts the_ward in_general my_blog my_cat my_dog"
        ),
        Category.MINOR: (
            "school_teacher school_holidays homework_from homework_for school_reunion"
            " school_days teenagers since_i_was when_i_was i_teach i_coach my_son my_daughter my_kids my_students"
            " when_he_was teen_daughter teen_son teenage_daughter teenage_son"
        ),
    },
    {
        Category.SELF_HARM: "歌词 单曲循环 热线上班 河里游 游了一圈 度假 健身房关门 预防自杀",
        Category.RED_FLAG: "看不清动作 往上飘 胸不闷 心率带 换电池 医生查了 都正常 不晕 窗帘 丙氨酸 放行",
        Category.ABUSE: "妇联 网球 好教练 很专业 感动 掰手腕 拳击课 柔道 比赛赢 击掌 对打 实战 推销",
        Category.INJURY: "睡觉 不疼 泡沫轴 很爽 勋章 保护杠 放行",
        Category.EATING: "教练课 论文 肠胃炎 食物中毒 喝多了 不后悔 让多吃 吃得挺饱",
        Category.PAIN: "现在好了 晚上就 例假 姨妈 痛经 笑得",
        Category.PREGNANCY: (
            "瑜伽课 狗怀 猫怀 课上 写文章 我是助产士 夜班 计划第 计划做 我老婆 我媳妇 女朋友 我姐 我妹 同事"
        ),
        Category.MINOR: (
            "高中老师 初中老师 小学老师 大学 岁的儿子 岁的女儿 老师课间 网球 硬拉视频"
            " 我带u 我教 我儿子 我女儿 我闺女 我学生 孩子 女儿 儿子 闺女 开始练了"
        ),
    },
)
MASK, HAN_MASK = " · ", "·"
HAN_SIGN = re.compile(r"[\u3400-\u9fff]")
HAN = re.compile(
    r"[\u3400-\u9fff0-9a-z/+]+|(?<=\d)\.(?=\d)"
)  # letters too: people write `bmi16` and `u15` in the middle


def without(clause: str) -> tuple[str, str]:
    """The English and the Chinese of a folded clause, without what is only a figure of speech."""
    words = " ".join(WORD.findall(clause))
    for idiom in (*_called_for(words.split()), *_patterns(ENGLISH)) if words else ():
        words = idiom.sub(MASK, words)
    han = "".join(HAN.findall(clause)) if HAN_SIGN.search(clause) else ""
    for idiom in (*_called_for(han), *_patterns(CHINESE)) if han else ():
        han = idiom.sub(HAN_MASK, han)
    return words, han


def _called_for(units: Iterable[str]) -> Iterable[re.Pattern[str]]:
    """The idioms of which a clause has a word, or a character."""
    known = _by_unit()
    if known.keys().isdisjoint(units):
        return ()
    return dict.fromkeys(each for unit in units for each in known.get(unit, ()))


@cache
def _by_unit() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    found: dict[str, list[re.Pattern[str]]] = {}
    for units, idiom in (*ENGLISH_BY_WORD, *CHINESE_BY_SIGN):
        for unit in units.split():
            found.setdefault(unit, []).append(re.compile(idiom))
    return {unit: tuple(each) for unit, each in found.items()}


@cache
def _patterns(lines: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in lines)
