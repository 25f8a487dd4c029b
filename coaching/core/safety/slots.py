"""Kinds of words: what the second opinion (`hints.py`) takes for the same thing, a word it never saw in a line too.

A kind is a place in a scene: a part of the body, what it feels like, since when, who does it. A word may be of several
kinds. English words count in all their forms, `_` joins words; Chinese ones wherever they stand.
"""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "self": "i me my im ive id ill myself mine",
    "they": "he she they him her them his hes shes their theyre",
    "nobody": "nobody noone no_one anybody anyone everyone everybody",
    "kin": (
        "mum mom mother dad father sister brother kid kids son daughter wife husband grandma grandpa parents "
        "family uncle cousin stepdad stepfather aunt boyfriend girlfriend partner friend roommate"
    ),
    "boss": "coach trainer physio teacher masseur doctor instructor captain",
    "authority": "parents mum mom dad mother father teacher school",
    "die": "die dying dead death kill suicide suicidal unalive kms hang overdose corpse funeral grave",
    "end": (
        "end over finish stop disappear vanish leave gone quit goodbye farewell last forever done away exist "
        "existing rest peace"
    ),
    "life": "life live living alive world existence future tomorrow born wake",
    "worth": (
        "worthless burden useless pointless meaningless hopeless empty nothing point meaning reason deserve "
        "better_off relieved without_me trash hate"
    ),
    "means": (
        "rope blade razor knife gun pill tablet bridge roof balcony train track cliff wheel bleach pesticide "
        "bottle platform lighter"
    ),
    "hurtself": "cut burn scratch punch hit slit scar bleed bruise",
    "giveaway": "give gave will letter sort goodbye note password dog cat",
    "happy": (
        "love great fun happy enjoy proud awesome nice lovely best best_ever haha lol lmao good thanks joy funny laugh"
    ),
    "sad": "cry sad tears scared afraid lonely alone numb tired exhausted ashamed guilty disgust terrified fear",
    "train": (
        "squat deadlift bench run set rep interval session workout burpee press row pull lift snatch clean "
        "lunge class plan programme program gym plank sprint race marathon km kg pr pb thruster amrap wod "
        "training belt straps bar barbell kettlebell dumbbell box"
    ),
    "legslang": "legs quads glutes abs pecs calves arms lats",
    "heart": "heart chest breastbone sternum pulse heartbeat palpitation rib cardiac",
    "breath": "breath breathe breathing air breathless gasp suffocate choke wheeze",
    "press": (
        "pressure squeeze tight tightness crush crushing heavy elephant belt band brick stone weight clamp burning"
    ),
    "faint": (
        "faint pass_out passed_out black_out blackout collapse unconscious consciousness woke floor ceiling "
        "dizzy lightheaded spin spins sway"
    ),
    "numb": "numb tingle tingling pins needles dead weak droop slur limp drag clumsy feeling paralysed",
    "headsym": (
        "head headache vision sight eye eyes see blurry foggy confused memory remember word words speech "
        "speak speaking talk mouth face double light"
    ),
    "urine": "pee urine wee piss toilet bladder cola coke tea brown dark blood",
    "fit": "seizure fit twitch convulse stroke attack shaking jerk",
    "allergy": "throat tongue lip lips hives rash swell swelling allergic",
    "sudden": "sudden suddenly since after during while when moment second",
    "body": (
        "knee ankle wrist elbow shoulder back hip neck foot heel shin calf hamstring groin achilles finger "
        "thumb toe arm leg hand rib collarbone bicep pec spine tendon muscle thigh forearm kneecap jaw "
        "lower_back"
    ),
    "pop": (
        "pop crack snap tear tore torn rip ruptured crunch bang ping click broke broken break fracture "
        "dislocated sprain strain twist roll rolled gave_out slipped"
    ),
    "fall": "fall fell land landed drop dropped crash tripped tackle throw smack slam hit landed_on",
    "cant": "cant couldnt wont unable not_able hardly barely cannot struggle",
    "move": (
        "walk stand bend straighten move turn lift weight_on grip hold sit sleep limp hobble crutches carried crawl"
    ),
    "swell": (
        "swollen swell blue purple black bruise bruised lump balloon dent size angle wrong bleeding stitches ball"
    ),
    "pain": "pain hurt hurts ache sore agony painful niggle stabbing stab sharp burn unbearable",
    "strong": (
        "unbearable excruciating agony worst terrible scream screamed cry tears awful horrible bad extreme "
        "insane hell threw_up nails knife"
    ),
    "long": (
        "week weeks month months since still always every year forever ago season anymore never_better summer "
        "christmas easter autumn spring winter january february march april may june july august september "
        "october november december days daily"
    ),
    "night": "night midnight tonight evening 2am 3am dark bed",
    "drugpain": (
        "ibuprofen painkiller painkillers diclofenac cortisone injection aspirin tablets voltaren naproxen tape"
    ),
    "mild": "mild little bit slight fine normal okay ok ease gone healed better light doms 2_10 3_10",
    "food": (
        "eat eating ate food meal dinner lunch breakfast calorie calories kcal carb carbs bread rice cake "
        "pizza sandwich sugar fat oil fruit biscuit snack yoghurt cookie burger grape hungry hunger fridge "
        "appetite"
    ),
    "weight": (
        "weight scale weigh kilo kilos kg pounds thin skinny fat lean slim size bones thigh thighs gain bmi "
        "abs number mirror body"
    ),
    "purge": (
        "purge vomit throw_up threw_up sick laxative laxatives diuretic puke fingers toilet bathroom spit "
        "binge starve starving fast bulimia bulimic anorexia anorexic teeth"
    ),
    "punish": (
        "punish deserve earn allowed allow must failed fail disgust disgusting guilty hate bad ashamed undo "
        "burn run_off secret hide lie skip secretly safe proud"
    ),
    "period": "period cycle hair cold dizzy",
    "preg": (
        "pregnant pregnancy baby trimester midwife bump scan birth due expecting womb postpartum "
        "breastfeeding miscarriage twins ivf section preggo weeks_pregnant obgyn pelvic belly newborn "
        "ultrasound contractions"
    ),
    "client": (
        "client article thesis student asking colleague patient job work shift nurse book podcast film movie "
        "song lyric documentary course class video study"
    ),
    "young": (
        "grade school freshman homework exam teacher mum_says parents classmate u13 u14 u15 u16 junior "
        "middle_school high_school kid teen teenager class allowed gcse sixth_form pocket_money recess braces "
        "detention prom puberty growth"
    ),
    "age": "old age years yo birthday turned turn born",
    "violence": (
        "hit hits beat beats slap punch kick choke strangle grab shove push threw threaten force whip smash "
        "hurt locked rape raped molest assault abuse abused yell scream belt throw"
    ),
    "touch": (
        "touch touches hands underwear naked pictures picture kiss kisses shower massage undress shirt sex "
        "sexual body wash changing_room between_legs"
    ),
    "control": (
        "let allowed allow permission ask phone keys money passport track leave lock forbid messages reads "
        "friends tell believe secret nobody_will home house"
    ),
    "fearhim": "afraid scared eggshells flinch hide makeup bruises marks excuse sorry flowers drinks drunk stairs",
    "sporthit": "sparring boxing bjj judo karate wrestling match opponent referee game win won lost seconds race",
    "past": "ago used_to was recovered years childhood last_year back_in healed once",
    "neg": "no not dont doesnt didnt never without isnt wasnt havent hasnt nothing none",
    "question": "what how why should can is_it does could which when",
    "object": (
        "phone battery watch app computer internet shoes shoe lace leggings sleeves strap bike chain car "
        "parcel tax dog puppy cat weather rain"
    ),
    "plans": (
        "holiday vacation travel portugal trip back next week monday friday sunday weekend reminder account "
        "subscription cancel pause skip"
    ),
}
CHINESE: Mapping[str, str] = {
    "self": "我 自己 本人 俺",
    "they": "他 她 他们 她们 人家",
    "nobody": "没人 没有人 谁都 大家 任何人 别人",
    "kin": (
        "爸 妈 父 母 姐 妹 哥 弟 儿子 女儿 孩子 老婆 老公 爷爷 奶奶 叔 舅 继父 男朋友 女朋友 朋友 室友 家里人 "
        "家人 爸妈 对象"
    ),
    "boss": "教练 老师 队医 按摩师 康复师 队长 师傅",
    "authority": "爸 妈 老师 班主任 家长 爸妈",
    "die": "死 自杀 轻生 去世 葬礼 上吊 割腕 跳楼 烧炭 遗书 遗嘱 后事 zs",
    "end": "结束 消失 离开 走了 再见 永远 最后 解脱 了结 告别 不在了 存在",
    "life": "活 生命 人生 这辈子 下辈子 来世 世界 人间 人世 未来 明天 以后 活着 醒来",
    "worth": "累赘 拖累 没用 没意思 没意义 意义 希望 废物 负担 多余 空虚 不值 值钱 不配 没有我 绝望 恨",
    "means": "绳 刀 药 桥 楼 天台 阳台 地铁 火车 铁轨 江 河 悬崖 农药 瓶 枪 方向盘 打火机 圆规 栏杆",
    "hurtself": "割 划 烫 掐 撞墙 扎 疤 打自己",
    "giveaway": "送人 留给 密码 退了 信 交代 安排好",
    "happy": "爽 开心 哈哈 喜欢 爱 好玩 谢谢 多谢 不错 棒 帅 过瘾 好笑 傻笑",
    "sad": "哭 难过 怕 孤独 一个人 麻木 累 羞 内疚 恶心 恐惧 眼泪 不敢 害怕 崩溃",
    "train": (
        "组 深蹲 硬拉 卧推 跑 间歇 训练 波比 推举 划船 练 举 健身 计划 课 平板 冲刺 比赛 马拉松 公里 公斤 "
        "配速 腰带 杠铃 壶铃 哑铃 引体"
    ),
    "legslang": "腿 腹肌 股四头 臀 胸肌 小腿 胳膊 背",
    "heart": "心脏 胸 心口 心跳 心率 心慌 心悸 胸口 心",
    "breath": "喘 呼吸 气 憋 窒息",
    "press": "压 勒 闷 堵 紧 石头 揪 绞",
    "faint": "晕 昏 倒 断片 眼前 黑 失去 躺在 醒来 天旋 栽 滑下去 意识",
    "numb": "麻 没知觉 发木 歪 拖着 没感觉 无力",
    "headsym": "头 眼 看不见 视力 重影 说话 糊 记不得 记不起 嘴 脸 话 脑 印象 名字",
    "urine": "尿 小便 可乐 酱油 茶色 血 上厕所 便",
    "fit": "抽 抽搐 中风 心梗 翻白眼 发作 痉挛",
    "allergy": "喉咙 舌头 嘴唇 疙瘩 肿 过敏 嗓子",
    "sudden": "突然 忽然 一下 刚 之后 以后 的时候 刚才 瞬间",
    "body": (
        "膝盖 脚踝 手腕 肘 肩 背 腰 髋 脖子 脚 跟腱 脚后跟 小腿 大腿 腹股沟 手指 拇指 脚趾 胳膊 手 锁骨 二头 "
        "肋 前臂 膝 韧带 半月板 足底 髌"
    ),
    "pop": "啪 咔 断 撕 裂 嘣 响 骨折 脱臼 扭 崴 拉伤 闪 滑出 掉 砸 弹",
    "fall": "摔 跌 落地 踩空 砸 撞 铲 掉下来 绊",
    "cant": "不了 不能 没法 动不了 站不 走不 弯不 抬不 伸不 不敢 握不",
    "move": "走 站 弯 伸 动 转 抬 着地 握 坐 睡 跛 拐 爬 抬上",
    "swell": "肿 青 紫 包 形状 凹 流血 血 缝 馒头 变形 歪",
    "pain": "疼 痛 酸 刺痛 不舒服 剧痛 难受",
    "strong": "受不了 要命 剧烈 剧痛 最 厉害 叫出来 眼泪 刀扎 钉子 吐 狠",
    "long": "周 星期 月 天 一直 还是 总 年 礼拜 从 至今 到现在 每天 赛季 年前 夏天 春 秋 冬 好几",
    "night": "晚上 夜 今晚 半夜 凌晨 床",
    "drugpain": "布洛芬 止疼药 止痛药 封闭 扶他林 膏药 药",
    "mild": "有点 一点 没事 正常 好了 轻微 没什么 不疼 好透 酸爽",
    "food": "吃 饭 卡 大卡 碳水 早饭 午饭 晚饭 饼干 蛋糕 米饭 油 餐 饿 冰箱 火锅 零食 食物 饱 糖 葡萄 酸奶 断食",
    "weight": "体重 秤 公斤 斤 瘦 胖 肥 减 称 皮包骨 马甲线 镜子 掉秤 身材 肥肉 级别",
    "purge": "吐 抠 催吐 泻药 利尿 厕所 暴食 绝食 厌食 贪食 嚼吐 喉咙 ct 兔子 断食 断水",
    "punish": "罚 配 才能 不许 恨 恶心 内疚 偷偷 骗 藏 消耗 毁 不敢 还债 完蛋 安全",
    "period": "大姨妈 月经 例假 姨妈 头发 冰凉",
    "preg": ("怀孕 孕 宝宝 两道杠 胎 产 助产士 预产期 验孕 二胎 流产 月子 奶 移植 卸货 肚子 见红 怀了 双胞胎 保胎 b超"),
    "client": "学员 文章 论文 同事 值班 上班 护士 书 电影 歌词 歌 纪录片 课 视频 小说 写 急救",
    "young": (
        "初一 初二 初三 高一 高二 高三 作业 中考 高考 小学 初中 高中 班主任 同桌 校队 期中 期末 家长 零花钱 "
        "晚自习 寒假 暑假 补课 岁 青春期 骨骺 体育课 课间 班里 变声"
    ),
    "age": "岁 生日 年出生 虚岁 满",
    "violence": "打 扇 掐 踢 抽 推 强奸 猥亵 性侵 骚扰 家暴 骂 逼 威胁 锁 摔 皮带 跪 按住 打断",
    "touch": "摸 碰 内衣 裸 照片 亲 洗澡 按摩 更衣室 抱 下面 裤子 身材 视频 顶着",
    "control": "不让 允许 批准 手机 钱 身份证 护照 定位 出门 锁 朋友 说出去 查 盯 回家",
    "fearhim": "怕 躲 淤青 印子 不敢 道歉 酒 喝 楼梯 大气 眼眶",
    "sporthit": "拳击 对练 柔术 裁判 赢 输 秒 摔跤 柔道",
    "past": "年前 以前 小时候 早好 去年 曾经 康复 好了",
    "neg": "没 不 没有 不是 从不 别",
    "question": "吗 怎么 什么 为什么 能不能 多少 哪 可以 呢 行不",
    "object": "手机 电脑 电池 手表 鞋 裤子 车 快递 狗 猫 天气 雨 链子 网 票",
    "plans": "假 出差 旅游 度假 回来 下周 周五 周一 周日 提醒 账号 退订 暂停 周末 搬家",
}
