"""What people write to their coach, by what they want. Utterances stand between bars."""

from __future__ import annotations

from coaching.core.intents import Intent

ENGLISH: dict[Intent, str] = {
    Intent.SETTINGS: """
change my preferences | where are my settings | set quiet hours | turn off the notifications | fewer messages please |
stop messaging me | don't remind me on weekends | be more direct | talk a bit more gentle | too many reminders |
do not disturb | change the language | switch off reminders | where is my profile
""",
    Intent.TIMES: """
I can train on Tue and Thu at 7pm | I can only train on Mondays | I'm free on Wednesday evenings |
Tuesdays and Fridays work best for me | I'd like to train Mon Wed Fri before 8 am | we could lift on weekends |
my training days are Monday and Thursday | I am available on weekdays after 6
""",
    Intent.TODAY: """
What do I train today? | whats on today | What's today's session? | today | TODAY!! | show me todays workout |
what should i do now | Do I have training today? | is today a rest day? | what's my workut today | Workout |
which exercises do i have tonight | what am I training today, coach? | I'm ready to train |
what's the plan for today | gimme todays lifts | am i training today | what time is my session today
""",
    Intent.NEXT: """
When is my next session? | what's next | what do I train tomorrow? | when do i train again | tomorrow's session |
next workout? | Tomorrow? |
what are we doing tomorrow | is there training tomorrow
""",
    Intent.WEEK: """
Show me my week | what does this week look like | show my plan | How many sessions do I have? | schedule |
what's my plan | my plan please | What's coming next week? |
next week's plan | what about thursday?
""",
    Intent.WHY: """
Why? | why did my bench press go down | What changed, and why? | whats new in my plan |
How come it's less weight | why is the load lower today | explain the change | has anything changed? |
why did you swap my squat | Any suggestions? | why do i have to do curls | why am I training less this week |
why not more sets | why no deadlifts this week | did the plan change | why the deload
""",
    Intent.SWAP: """
Swap an exercise | Swap Back squat | can I do something else instead of squats | the rack is taken |
I don't have a barbell today | alternative to bench press? | substitute for deadlifts please |
give me another exercise | subsitute the leg press | bench is occupied | change the rows |
What can I do instead of lunges today? |
can't do pull ups | my gym has no leg press | bored of curls | I hate lunges, give me something else
""",
    Intent.SKIP: """
I can't train today | skip today | can we skip the session | no time today | I don't have time | I'm too tired |
move my session to friday | cant make it tonight | I need a day off | dont feel like training |
Postpone todays workout | not today |
I'm busy tonight | I missed yesterday's session | I'm travelling this week | can I take a rest day |
need to reschedule
""",
    Intent.PROGRESS: """
How am I doing? | how is my squat going | am I getting stronger? | show my progress | what's my 1RM |
hows my bench | How strong am I | my stats | progress | any progres? |
how are my lifts | did I get stronger | am I on track | how's it going
""",
    Intent.PAIN: """
my knee hurts | I have pain in my shoulder | My lower back is sore after deadlifts | shoulder pain 6/10 |
I tweaked my hamstring | sharp pain when I squat | I got injured | my elbow clicks | it hurts when I bench |
pulled a muscle | my ankle is swolen |
my shoulder is bothering me | knee feels weird | something popped in my shoulder | chest press hurts my shoulder
""",
    Intent.ILL: """
I'm sick | I have a cold | i have a fever | caught the flu | feeling ill | I feel unwell today | I've got covid |
sore throat since yesterday | I was throwing up all night | down with a virus |
feeling under the weather | I think I'm coming down with something | my stomach hurts | stuffy nose
""",
    Intent.EMERGENCY: """
I have chest pain | my chest hurts when I run | I fainted after the last set | I almost passed out |
I can't breathe | trouble breathing | short of breath just sitting here | pain in my chest | my left arm is numb |
I think I'm having a heart attack | chest tightness | I blacked out for a second | I coughed up blood |
worst headache of my life | I lost consciousness | I did not sleep, chest pain all night |
can't stop, heart racing | pressure on my chest |
I feel dizzy | heart palpitations | my chest feels heavy | I'm having a stroke
""",
    Intent.CRISIS: """
I want to kill myself | I want to die | I don't want to live any more | thinking about suicide |
I keep cutting myself | I want to end my life | everyone would be better off without me | no reason to live |
life is not worth living | I feel hopeless
""",
    Intent.LIFT: """
how much should i squat today | what weight for bench press | how many sets of squats | what load on the deadlift |
how heavy should my row be | squat how many reps
""",
    Intent.TOPIC: """
what is rpe | what does RPE mean | explain rir | what is a deload | what does 1rm mean | how should I warm up |
how do I do a romanian squat | any tips for deadlift form | what should I eat today | how many calories should I eat |
is creatine good | is this plan ai generated | who wrote my plan | delete my data | export all my data |
when is my next rest day | i did 3 sets of bench at 60 kg | how do I log a set | lets go heavier |
i slept 4 hours and feel like crap | slept badly | i only have 30 minutes | just got 20 mins | gym is closed this week |
I'm going on holiday next week | cant do friday | Friday doesn't work
""",
    Intent.HELP: """
What can I ask you? | help | what can you do | how does this work | who are you? |
are you a robot
""",
    Intent.THANKS: """
thanks! | Thank you so much | great | ok thx | Perfect | got it | cool |
ok | good night | bye
""",
    Intent.HELLO: """
Hi | hello coach | Good morning! | hey there | hey
""",
    Intent.UNKNOWN: """
no pain, no gain | I did my workout today and it was fun | no pain today |
what's the weather today | the weather is nice | I love pizza | my dog is called Rex | it doesn't hurt any more |
chest press felt smooth | asdf | 👍 | ... | 42 | is it raining | great session today, felt strong |
I have no chest pain | I don't really have any chest pain | I finished early | we won the game |
jump rope was fun | ¿Cómo estás? | مرحبا | sick gains bro | my chest day was fun | the gym opens at six |
I didn't faint |
I think so | can I do fewer sets | I'm at the beach | I heard the music stopped | these lunges kill me |
good stroke in the pool | my legs are sore from yesterday | last week was hard
""",
}

CHINESE: dict[Intent, str] = {
    Intent.SETTINGS: """
修改设置 | 打开免打扰 | 少发点提醒 | 别发通知了 | 消息太多了 | 说话直接一点 | 换个语气 | 关掉推送 | 温柔一点
""",
    Intent.TIMES: """
我周二周四晚上七点可以练 | 我只有周末有时间 | 周一三五早上7点半 | 周三晚上有空 | 我只能周二训练 | 工作日晚上8点以后可以
""",
    Intent.TODAY: """
今天练什么？ | 今天练啥 | 今日训练安排 | 今天有训练吗 | 我今天要练吗？ | 现在该练什么 | 今天的计划 | 今晚练哪里 |
练什么 | 今天休息吗 |
今天该干嘛 | 今天几组 | 今儿练点啥
""",
    Intent.NEXT: """
下次训练什么时候？ | 明天练什么 | 我什么时候训练 | 下一节课是哪天，几点 | 明天 | 接下来练什么
""",
    Intent.WEEK: """
这周怎么安排 | 本周练几次 | 看看我的计划 | 下周的训练 | 课表 | 训练计划 |
周四练什么
""",
    Intent.WHY: """
为什么？ | 为什么卧推减重量了 | 计划改了什么 | 有什么变化吗 | 怎么组数变少了 | 为啥今天重量变轻了 |
为什么换了深蹲 | 什么原因调整的 | 有什么建议吗 | 换了哪些动作 |
计划有变吗 | 卧推怎么轻了
""",
    Intent.SWAP: """
换个动作 | 换掉杠铃深蹲 | 深蹲换成什么好 | 有没有替代卧推的动作 | 没有杠铃怎么办 | 深蹲架有人 | 做不了引体向上 |
能代替硬拉的动作 | 史密斯坏了 |
健身房没有腿举机 | 引体向上做不了 | 单杠被占了
""",
    Intent.SKIP: """
今天练不了 | 今天没时间 | 我想请假 | 今天不想练 | 太累了 | 能改天吗 | 今天去不了健身房 | 想休息一天 | 推迟到明天 |
跳过今天的训练 |
这周出差 | 昨天没练 | 能不能改到明天
""",
    Intent.PROGRESS: """
我练得怎么样 | 有进步吗 | 我的进度 | 卧推进展如何 | 最近训练怎么样 | 我的深蹲怎么样 | 我变强了吗 | 1RM是多少 |
最近有没有变强 | 练得咋样
""",
    Intent.PAIN: """
膝盖疼 | 肩膀有点痛 | 深蹲的时候腰疼 | 我扭伤了脚踝 | 手腕不舒服 | 膝盖痛 7/10 | 好像拉伤了 | 脚踝肿了 |
膝盖不太舒服 | 手麻
""",
    Intent.ILL: """
我生病了 | 感冒了 | 发烧38度 | 我得了流感 | 嗓子疼 | 拉肚子 | 身体不舒服 | 有点头疼 |
肚子疼 | 今天不舒服 | 昨晚吐了
""",
    Intent.EMERGENCY: """
胸口疼 | 我胸闷 | 刚才晕倒了 | 喘不上气 | 呼吸困难 | 左手臂麻木 | 胸部有压迫感 | 眼前一黑 | 咳血了 |
突然剧烈头痛 | 胸很痛 |
头晕 | 心慌
""",
    Intent.CRISIS: """
我不想活了 | 想自杀 | 活着没意思 | 我想死 | 有过自残 | 忍不住想自杀 |
我很绝望
""",
    Intent.LIFT: """
深蹲做几组 | 卧推用多重 | 硬拉多少公斤
""",
    Intent.TOPIC: """
RPE是什么意思 | 什么是减量周 | 要不要热身 | 深蹲怎么做 | 今天吃什么 | 练前吃什么好 | 这计划是AI做的吗 | 删掉我的数据 |
什么时候休息日 | 我今天卧推60公斤做了3组 | 状态好想加重 | 昨晚只睡了四小时 | 今天只有20分钟 |
这周健身房关门 | 下周要去度假 | 周五练不了
""",
    Intent.HELP: """
帮助 | 你能做什么 | 怎么用 | 能问你什么 | 你是谁 |
你是机器人吗
""",
    Intent.THANKS: """
谢谢 | 多谢教练 | 好的 | 明白了 | 太好了 |
再见
""",
    Intent.HELLO: """
你好 | 早上好 | 教练好 | 在吗 | 嗨！
""",
    Intent.UNKNOWN: """
今天天气不错 | 我今天练完了 | 今天训练完成 | 不疼了 | 没有疼痛 | 我爱吃火锅 | 哈哈哈 | 我家的狗叫小白 |
今天的训练很棒 | 推胸练得很爽 | 周末去爬山 | 没有胸痛 | 真痛快 | 嗯 | 昨天睡得很好 | 没有晕倒 |
练得想死 | 腿酸 | 能喝酒吗
""",
}
