"""Phrases that come before everything else: somebody may need help at once. How a line is read stands in `phrases`.

A false alarm costs a moment, so they are worded widely; they are only as good as what somebody thought of.
"""

from __future__ import annotations

Lines = tuple[tuple[str, ...], tuple[str, ...]]

# Signs that may need help within minutes. Worded widely: somebody who only trained the chest loses a moment.
EMERGENCY: Lines = (
    (
        "chest pain|pains|hurts|hurt|hurting|tight|tightness|pressure|ache|aches|aching !press !presses",
        "pain|pains|pressure|tightness|squeezing in|on|around chest !press",
        "chest feels|feeling|is heavy|crushing",
        "heart attack|stopped|skipping|racing|irregular|irregularly|weird|weirdly|fluttering",
        "palpitations",
        "dizzy|dizziness|lightheaded",
        "seeing stars|double",
        "faint|fainted|fainting",
        "passed|passing|blacked|blacking out",
        "lost|losing|lose consciousness",
        "cant|cannot|hard|struggling|trouble|difficulty breathe|breathing",
        "short|shortness breath !work !intervals",
        "coughing|cough|coughed|vomiting|throwing|vomited blood",
        "face|arm|leg|side numb|drooping|paralysed|paralyzed !band",
        "sudden|worst headache",
        "slurred|slurring speech|words",
        "cant|cannot speak|see|move !today !better",
        "having|had|have a stroke !swim !swimming !rowing",
        "seizure",
        "anaphylaxis|anaphylactic",
    ),
    (
        "胸口|胸部|胸 疼|痛|闷|发紧|压迫 !推胸 !练胸",
        "心脏病|心梗|心绞痛|中风|脑梗|癫痫|抽搐",
        "心跳 很乱|骤停|不规律|漏跳",
        "心慌|心悸|头晕|眩晕|快晕|要晕|发晕",
        "晕倒|昏倒|昏过去|晕过去|失去意识|昏迷|眼前一黑|眼前发黑",
        "喘不上气|喘不过气|呼吸困难|没法呼吸|无法呼吸|呼吸不了|不能呼吸",
        "咳血|咯血|吐血",
        "半边|一侧|脸|手臂|胳膊|腿 麻木|歪|没有知觉|没知觉|动不了",
        "突然|剧烈 头痛|头疼",
        "说话不清|口齿不清|说不出话",
    ),
)
CRISIS: Lines = (
    (
        "kill|killing|hurt|hurting|harm|harming|cutting|cut myself",
        "suicide|suicidal",
        "end|ending my life",
        "end it all",
        "want|wish|wanna i|to die|dead|disappear !squat !leg !legs !set !sets !workout !session",
        "want|wanna die !squat !leg !legs !set !sets !workout !session",
        "wish i was|were dead|gone",
        "better off without|dead",
        "dont|no want|reason live|living",
        "self harm|harming",
        "life worth living",
        "hate my|myself life",
        "cant|cannot go on living|anymore",
        "depressed|depression|hopeless|worthless",
    ),
    (
        "自杀|轻生|自残|自伤",
        "不想活|活不下去|活着没意思|活着没有意义|不如死",
        "想死 !练 !累",
        "抑郁|绝望",
        "伤害自己|结束生命|结束自己",
    ),
)
