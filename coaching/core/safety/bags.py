"""Signs by words that stand in one clause, in whatever order: what people mean has more forms than any list of phrases.

A line is read as in `coaching.core.phrases`, but its places need not follow one another.
"""

from __future__ import annotations

from collections.abc import Mapping

from coaching.core.safety.categories import Category
from coaching.core.safety.english import BODY, OVER, PARTNER, POWER

HURT = "pain|hurts|hurting|ache|aches|aching"
ENGLISH: Mapping[Category, tuple[str, ...]] = {
    Category.SELF_HARM: (
        "cut|cutting|slice|slicing|burn|burning|scratch wrists|wrist|thighs|skin|veins !slack !shaving !oven !pan",
        "jump|jumping|walk|step|throw|lie front|under train|traffic|truck|bus|tram|car",
        "jump|jumping|fall|throw off|from bridge|roof|building|cliff|balcony|window",
        "took|taken|swallowed|swallow|take pills|paracetamol|tylenol|tablets|xanax many|all|bottle"
        "|handful|20|30|40|50|60",
        "death|dying better|peaceful|relief|welcome|easier|peace",
        "end it|everything|life decided|ready|tonight|forever|planning !week !plan !program !session !set"
        " !race !season",
        "dont|not matter anyone|anybody|people|world",
        "nobody|noone cares|care|miss|misses|notice|notices|needs|loves me|if|i",
        "easier|better|happier|fine wasnt|werent|gone|without|dead i|me here|me|everyone|family|everybody|things|world",
        "waste space|air|oxygen",
        "burden family|everyone|people|friends|others|wife|husband|kids",
        "worthless|unlovable i|im|me|feel !time !coupon",
        "point|meaning|reason|purpose|sense carrying|existing|living|life|alive|breathing|exist",
        "trapped|hopeless|desperate out|escape|feel|life|way|forever !traffic !elevator !bar !plateau !weight",
        "letters|letter|note|goodbyes written|wrote|writing|said everyone|goodbye|parents|behind",
        "nothing|nothings happy|joy|helps anymore|exist|ever|life",
        "wont needing|need plan|anymore|it next|month|longer|goodbye !rack !belt !spotter",
        "feel|feeling|im empty|numb|broken|dead inside",
        "sleep never|not|forever wake|waking !alarm !early",
        "crying|cry every|night|stop|always alone|hopeless|life|pointless|nobody",
        "been|started|keep cutting again !kcal !calories !weight !phase !carbs !bulk !sets",
        "dont|not feel|feeling living|alive",
        "no reason|point|motivation get|wake|bother up|anymore|morning",
        "life pointless|meaningless|worthless|hopeless|empty|ruined",
        "alone|lonely|isolated better|hopeless|nobody|end|always getting|see|cant|nobody|anymore",
        "done|finished|tired|sick|exhausted|weary living|life !plan !program",
        "want|wanna|wish|need it|everything all|life end|stop|over !set !session !workout !plan !week",
        "wanna|gonna|want end it !set !session !workout !plan !week !race !season !diet",
        "cant take|bear|stand|handle|cope it|this|life|living anymore|longer !weight !burpees !volume",
        "wish|better|never born|existed",
        "nothing|nothings left|live for|me|living !tank !prove !log",
        "goodbye|farewell everyone|everybody|all|world|forever !gym",
        "pills|tablets|rope|blade|razor|gun hand|ready|bought|hidden|beside|front|table !jump",
        "cut|cutting|burn|burning arms|arm|legs|leg|myself sad|angry|upset|stressed|numb|alone|feel !sun !day !cardio",
        "see|find|theres|is no way out|option|escape",
        "cant live|go|cope like|with|on this|life|living anymore|this|longer !weight !heavy !without"
        " !deadlifts !creatine",
        "think|thinking|thoughts|fantasize|fantasise|dream death|dying|suicide|die",
        "feel|feeling like dying|death|ending !sprint !sprints !burpees !intervals !after !set",
        "dying|death|suicide only|best|last option|answer|solution|way",
        "dont care live|die|alive|dead",
        "cant|dont live|cope life|anymore !without !live_there !live_near",
    ),
    Category.RED_FLAG: (
        "chest funny|weird|strange|odd|uncomfortable|burning|heavy|tight|hurts|pain|pressure|squeezing"
        " stairs|rest|walk|run|breath|left|night|lying|sweating|sweaty|jaw !press !bench !workout !doms !pump !sore",
        "heart racing|pounding|hammering|fluttering|skipping|skips|irregular|weird|beating"
        " rest|tv|sitting|bed|lying|night|beats|nothing !sprints !sprint !interval !intervals !run !burpees",
        "arm|leg|hand|face|side|foot dead|limp|weak|numb|droopy suddenly|dropped|cup|left|right|half"
        " !pump !workout !set",
        "couldnt|cant|lost|suddenly|blurry|double see|sight|vision eye|eyes|properly|anything|straight"
        "|minutes !form !app",
        "fit|convulsion|convulsions shaking|floor|unconscious|gym !get !keep !stay !getting",
        "breathless|breathe|suffocating|gasping nothing|rest|sitting|lying|couch|suddenly|night !nose !hold !holding",
        "tunnel vision",
        "faint|fainted|fainting|collapse|collapsed|keeled|unconscious almost|nearly|going|felt|shower|up"
        "|floor|after|like"
        " !line !test",
        "head hit|banged|knocked|bumped|smashed sick|vomit|vomited|dizzy|confused|nausea|nauseous",
        "cant|couldnt|lost feel|feeling side|body|half|face !muscle !pump",
        "hand|hands|foot|feet|arm|leg|legs|fingers numb|tingling|tingle night|keeps|keep|still|constantly"
        "|wakes !ice !cold",
        "irregular|uneven|skipped|missed heartbeat|pulse|beats|rhythm",
        "numb|numbness|tingling|tingly face|lips|arm|arms|leg|legs|hand|hands|side left|right|face|lips"
        "|my !ice !cold !pump !preworkout !asleep",
        "vision|sight|eyesight blurry|blurred|double|lost|gone|dark|fuzzy|strange",
        "lips|fingers|face|nails blue|purple|grey !cold",
        "lost|losing|no balance|coordination walk|straight|stand|suddenly|fell !board !bosu !exercise",
        "threw|throw|throwing|vomit|vomited|coughed|spit|peed blood",
        "severe|terrible|splitting|explosive|worst|massive headache|migraine lifting|training|suddenly"
        "|after|during|set|life",
    ),
    Category.EATING: (
        "throw|throwing|vomit|vomiting|puke|purge|purging force|forced|make|made|meals|meal|thin|slim"
        " !flu !bug !sprints !intervals !metcon !workout !leg",
        "eat|eaten|eating|ate|food days|since|nothing|refuse|avoid|scared|afraid|without"
        " thin|thinner|skinny|slim|fat|scared|afraid|guilty|disgusting !gain !muscle !loss",
        "rest|workout|training|exercise|skip|miss fat|disgusting|guilty get|id|ill|feel|be|cant !burn !percent !legs",
        "earn|deserve|punish|compensate food|eat|meal|dinner|cake|pizza|ate|lunch i|my|must|need|have|for",
        "weigh|weighing|scale myself|step meal|times|hour|hourly|constantly|obsessed|compulsively",
        "obsessed|obsess|obsessing|obsession weight|calories|food|thin|skinny|losing|body|eating",
        "hate|disgusted|disgusting|repulsive|ashamed body|reflection|mirror|thighs|stomach|belly !job",
        "lie|lied|pretend|secretly|hide|hiding eaten|eating|food|meals|eat|ate !leg !curl",
        "period|periods|cycle stopped|gone|lost|missing|vanished|disappeared weight|months|training|running|since|diet",
        "fasted|fasting|starving|starved days|thin|skinny|skinnier|thinner|fat",
        "throw|vomit|puke eat|eating|food|meals up|what|everything|after !flu !bug",
        "workout|work|train|run|cardio|exercise twice|extra|double|hours fat|thin|ugly get|be|dont|not"
        " !percent !burn !lose",
        "skip|skipping meals|meal|dinner|lunch|eating lose|weight|slim|thin|drop",
        "count|counting|track|tracking calorie|calories|bite obsessively|compulsively|every|everything|cant !protein",
        "feel|feeling|im fat|disgusting|huge|ugly all|always|constantly|every|still time|day|look",
        "exercise|train|run|workout punish|punishment myself|eating|me",
        "threw|throw|vomited|puked up lunch|dinner|food|breakfast|meal|it purpose|again|deliberately|afterwards",
        "restrict|restricting my|food|eating|intake|calories",
        "skip|skipping|skipped meals train|exercise|work|cardio|twice|double",
        "only|just water|coffee|juice today|days|lose|weight !fasting !drank",
        "bones|ribs show|showing|visible|stick lose|thin|still|more|want",
        "food|eating|weight|calories controls|rules|ruins|dominates|consumes life|me|mind",
    ),
    Category.INJURY: (
        f"landed|fell|slipped|twisted|rolled {BODY} bigger|swelling|hurts|cant|since|pain|badly|wrong {OVER}",
        f"felt|something|heard {BODY} tear|tore|tearing|rip|ripped|snap|snapped|pop|popped|gave|shifted {OVER}",
        f"cant|couldnt|unable stand|walk|bend|straighten|raise {BODY}|straight|up since|yesterday|out|now|anymore"
        " !doms !sore !day !workout",
        "hit|banged|smashed|cracked head bar|rack|floor|door|barbell|plate|box !nail",
        f"broke|broken|fractured|dislocated|tore|torn|ruptured|sprained {BODY} just|think|sure|now"
        f"|yesterday|today|fell"
        f" {OVER}",
        f"{BODY} swelling|swollen|swelled|puffed|bruised|locked|unstable popped|now|up|since|after|overnight {OVER}",
        "cut|gashed|sliced bleeding|bleed|stitches|blood hand|leg|badly|deep|arm|head|finger|shin",
        "injured|hurt|wrecked|tweaked|strained|pulled my back|neck|shoulder|knee|hamstring|calf|groin"
        "|quad deadlifting|lifting|squatting|today|yesterday|badly|running !used !ago !since !months !years !year",
    ),
    Category.PAIN: (
        f"{HURT} worse|worsening|unbearable|killing|agony|awful|horrible|insane|excruciating !no !workout !set",
        f"{HURT} every|each|constantly|always|permanently|nonstop day|single|night|week|constantly|always|step !no",
        f"{HURT} sleep|sleeping|walk|sit|socks|stairs|drive|dress cant|cannot|barely|hardly|awake|couldnt|much",
        "pain|hurts|hurting wont|doesnt let|lets sleep|walk|rest",
        "hurts|hurting|pain really|so|very|extremely badly|bad|much|intensely !no",
    ),
    Category.PREGNANCY: (
        "baby|twins due|expecting|belly|womb|heartbeat|kicks|trimester|inside !wife !sister !friend",
        "little one way|coming|belly",
        "doctor|midwife|scan|gynecologist baby|fetus|foetus !sister !wife",
        "test|tested positive|line|lines|late pregnant|pregnancy|period|faint|baby|weeks",
        "nursing|breastfeeding newborn|baby|milk|my",
        "found|learned|know|positive pregnant im|i",
        "due date january|february|march|april|may|june|july|august|september|october|november|december"
        "|weeks|baby !report !project !essay",
    ),
    Category.MINOR: (
        "mom|mum|mother|dad|father|parents|guardian let|lets|says|said|permission|sign|allow|allows wont"
        "|young|growth|grow|"
        "allowed|heavy|permission|form !weight",
        "school test|homework|grade|team|teacher|exam|class|bus|finals|pe|prom|football|soccer|basketball|tomorrow"
        " !teach !kids !son !daughter !coach !coaching",
        "parents|mom|dad|mum dont|doesnt|wont want|like|let|think lift|train|gym|weights|heavy|workout",
        "im|i a|am|still teenager|teen|kid|child|minor|underage|student school !coach !teacher",
        "im|i|am teenager|underage",
        "im|i|am a kid|child !have !my",
        "turn|turning|be|until 18|eighteen year|next|soon|not !reps !kg",
    ),
    Category.ABUSE: (
        f"{POWER} threatens|threatening|threatened|forced|forces|hits|beats|chokes|punched|slapped|kicked"
        f"|grabs|makes|touches"
        " sex|unsafe|inappropriately|inappropriate|bruises|belt|fist|scared|afraid",
        f"{POWER} threatening|threatens|threatened me|us|keeps",
        f"{PARTNER} angry|jealous|furious|controls|monitors|forbids|checks|drunk talk|friends|guys|phone"
        f"|scared|afraid|drunk",
        "he|she|boyfriend|husband|girlfriend|partner|ex took|takes|locked|locks|hides keys|phone|money"
        "|passport|door leave|me|"
        "cant|my",
        f"afraid|scared|terrified|unsafe|frightened {PARTNER}|coach|trainer|him drunk|home|feel|of|makes|around"
        " !lift !bar !heavy !squat !fail !disappoint",
        f"bruises|bruise|marks {PARTNER}|he|him|coach because|from|gave|hit|of",
        f"{PARTNER}|coach|he|she controls|control|controlling everything|everywhere|me|life|money|do",
        "stalking|stalks|stalked|stalker|following me|my|ex|boyfriend|him",
        "he|she|boyfriend|girlfriend|husband|wife|partner|dad|mom|coach pushes|shoves|hits|beats|slaps"
        "|kicks|throws me|things|around|us !limits !hard !harder !pace !record !gym !wrestling",
        "hits|beats|slaps|kicks me|us !rower !race !game !score !time !wrestling",
    ),
}
