"""What people write in English, by what it is a sign of. How a line is read stands in `coaching.core.phrases`.

Explicit: it is said. Implied: it is said in another way, and may mean something else; the answer is the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from coaching.core.red_flags import CRISIS, EMERGENCY
from coaching.core.safety.categories import Category

BODY = (
    "knee|knees|back|shoulder|shoulders|elbow|wrist|hip|ankle|neck|foot|groin|hamstring|quad|calf"
    "|achilles|bicep|biceps|"
    "tricep|triceps|pec|rib|ribs|finger|toe|hand|arm|leg|acl|mcl|meniscus|cuff|tendon|ligament|muscle|disc|collarbone|"
    "shin|nose|thumb|spine|jaw|skull|tooth|kneecap|forearm|fingers|toes|hands|rotator|heel|elbows|wrists"
    "|ankles|hips|hamstrings|quads|calves|thumbs|forearms|tailbone|coccyx|hammy|glute|thigh|thighs|lat"
    "|tendons"
    "|chin|kneecaps|collarbones|shins|necks|groins"
)
PARTNER = (
    "boyfriend|girlfriend|husband|wife|partner|dad|father|mum|mom|mother|stepdad|stepfather|brother|uncle|ex|bf|gf"
)
POWER = f"{PARTNER}|coach|trainer|teacher|he|she|they"
OVER = "!healed !cleared !2015 !physio !prevent !prevention !avoid !shirt !record"

EXPLICIT: Mapping[Category, tuple[str, ...]] = {
    Category.SELF_HARM: (
        "finish|finishing my life !goals",
        "cut|cuts|cutting|burns|harms|hurts herself|himself|themselves !slack !shaving !cooking",
        "cut|cutting deeper|deep again|this|stitches !calories !weight",
        *CRISIS[0],
        "kms|unalive|unaliving|suicid|suicidal|suicide|selfharm|selfharming|killmyself|wanttodie|wannadie|endmylife",
        "self harm|harmed|injure|injuring|mutilation",
        "kill|killing|killed|hang|hanging|drown|shoot|stab|off|unalive|cutting|burning|starve myself",
        "hurt|hurting|cut|burn|harm myself purpose|deliberately|intentionally|again|stressed|sad|night"
        "|razor|knife|feel",
        "want|wanna|keep|urge|going|gonna|thinking hurt|hurting|harm|cut|cutting|burn|burning myself",
        "end|ending|take|taking my own|life tonight|life|myself",
        "ending it|things all|tonight|forever",
        "want|wanna|wish|rather|ready|should|just to|just|i die|dead",
        "dont|not want|wanna|wish alive|live|living|exist",
        "dont|not want|wanna wake up !early !alarm !tomorrow",
        "dont|not want|wanna wake up ever|again|anymore",
        "hope|wish dont|not|never wake up",
        "overdose|overdosed|overdosing !coffee !caffeine !protein !preworkout",
        "take|took|swallow|swallowed all|bottle|whole pills|tablets",
        "slit|slitting|cut|cutting|slash my wrist|wrists|veins",
        "jump|jumping off|from bridge|roof|building !box !boxes",
        "suicide note|plan|attempt|attempted|thoughts",
        "tried attempt|to suicide|kill|die",
        "want|wanna|rather|thinking|thoughts|thought|how|ways|planning|dream die|dying|death|killing",
        "pills|tablets how|many|enough|take|kill|die|end",
        "how many pills|tablets|tylenol|paracetamol",
        "bridge|roof|rooftop|ledge|tracks|cliff jump|jumping|jumped|off|jump !box",
        "at|on bridge|roof|rooftop|ledge|tracks and|want|ready|now",
        "bought|have|got|tied rope|noose|razor|blades|gun !jump !skipping !climbing !battle !triceps",
        "want|wish|need my|this|to life|existence over|end|ended|stop",
        "not|dont|never being|be here|around|alive anymore|longer|any",
        "scratching|scratch|punching|hitting|biting myself",
        "hate|tired|regret|sorry|sick being|that|of alive|living",
        "not|dont on|in this|the planet|world|earth anymore|any",
        "carving|carve|carved|slicing|slashing|scratching|picking lines|my|into|skin|arm|arms|thigh|thighs",
    ),
    Category.RED_FLAG: (
        *EMERGENCY[0],
        "pain|numb|numbness|tingling|radiating down|into|to left|my arm|jaw !curl !curls !elbow",
        "collapsed|collapse|unconscious|unresponsive",
        "woke|waking up on floor|ground",
        "loss|lost of vision|sight|speech|balance|feeling|control",
        "lost my vision|sight|speech",
        "urine|pee dark|brown|cola|red|coke",
        "cant|cannot hold|control my pee|bladder|urine|bowel",
        "weakness|weak|paralysis|numbness whole|one|left|right side",
        "whole|one|left|right side weak|numb|tingling|tingles",
        "legs|arms|hands|fingers numb|tingling !cold !pump !armday",
        "hit|hurt|injury head vomited|vomiting|dizzy|confused|threw",
        "chst pain|pains",
        "blue lips",
        "heartattack|chestpain",
        "chest|breastbone|sternum crushing|stabbing|burning|squeezing|sharp|gripping|radiating !press",
        "crushing|stabbing|squeezing|gripping|sharp|burning behind|in|on|of|across chest|breastbone|sternum|side",
        "keeled|collapsed|blacked over|out|down",
        "heartbeat|pulse irregular|uneven|erratic|skips|skipping|weird|all",
        "speech|talking|words slurred|garbled|funny|weird|wrong",
        "arm|face|leg|hand|side dropped|droops|drooped|drooping|paralysed|paralyzed|limp",
        "thunderclap|explosive headache|head",
        "gasping|suffocating|wheezing for|air|breath|down|rest|lying",
        "pee|peeing|peed|urine|urinating|piss|pissing brown|dark|cola|red|black|tea|blood|bloody",
        "dont remember fainted|fell|down|it|what|happened !tempo !name !password !agreed !ordered",
    ),
    Category.EATING: (
        "anorexia|anorexic|bulimia|bulimic|orthorexia",
        "eating disorder|disorders",
        "make|making|made myself throw|vomit|puke|sick|purge",
        "throw|throwing|puke|puking|vomit|vomiting up|on purpose",
        "throw|throwing up after eating|eat|dinner|meals|lunch",
        "purge|purging|purged",
        "fingers|finger down throat",
        "laxative|laxatives|diuretics|ipecac",
        "havent|not|didnt eaten|eat|eating in|for days|weeks|three|four|five",
        "starve|starving|starved myself",
        "binge|binged|binging|bingeing starve|purge|again|restrict|vomit",
        "starve|fast|fasting days|weeks|ten|straight skinny|thin|weight|lose|next",
        "survive|live|living|lived on|off 300|400|500|600|700|800 kcal|calories|cals",
        "scared|afraid|terrified of|to eat|eating|food",
        "cant|dont let|allow myself eat",
        "only|just ate|eaten|eat apple|nothing|cracker fat|today !breakfast",
        "pro ana|mia",
        "thinspo|thinspiration|proana",
        "relapsed into|back my|to ed|disorder",
        "red s",
        "days|week|weeks|day without|no food|eating|meals !sugar !meat !alcohol",
        "eat|eating|ate|live|living nothing|solely|only but|cucumbers|lettuce|apples|water|celery|air",
        "allow|let|limit|restrict myself 200|300|400|500|600|700|800|only calories|kcal|cals|eat|food",
        "bingeing|binging|binge and purging|purge|vomit|vomiting",
        "vomit|puke|purge|throw after|up every|each|all meal|meals|dinner|eating|bite",
        "vomit|puke|purge|starve|smoke to stay|be|get|become slim|thin|skinny|light",
    ),
    Category.INJURY: (
        "bone|bones sticking|poking|coming|showing out|through !soup",
        f"tore|torn|tear|tearing|ruptured|rupture|ripped|rip my|the|a|in|of {BODY}|pec {OVER}",
        f"ruptured|dislocated|fractured|sprained {BODY} {OVER}",
        f"broke|broken|fractured|fracture|cracked my|a|the|in {BODY} {OVER}",
        "dislocated|dislocation|concussion|concussed|whiplash",
        f"sprained|sprain my|an|the|bad {BODY} {OVER}",
        f"heard|felt pop|snap|tear|rip|crack|ripping in|inside|my {BODY}",
        f"pop|popped|snap|snapped|ripped in|inside|out my|of {BODY} !clicks !warm",
        f"{BODY} popped|pops out",
        f"{BODY} swollen|swelling|bruised|blue|purple|deformed",
        f"rolled|twisted my {BODY} {OVER}",
        f"fell|fallen|slipped|crashed off|from|on|and hit|hurt|bar|bike|head|pullup|ladder|{BODY}",
        f"dropped|fell plate|dumbbell|bar|weight|barbell|kettlebell on|onto my {BODY}|chest|head",
        "bleeding|bled a|badly|lot|heavily|wont",
        f"{BODY} bent wrong|weird way",
        "hit by car|bus|truck",
        f"{BODY} locked cant|wont|straighten",
        f"cant|cannot walk|straighten|bend|move !doms !sore !soreness !legday !day {OVER}",
        "broken bone|rib|ribs",
        f"snapped|broke|crushed|smashed|split|mangled|jammed my|the|a|his {BODY} {OVER}",
        f"{BODY} slid|slipped|popped|dropped|came out|off|loose",
        f"{BODY} bent where|shouldnt|sideways|backwards|wrong",
        f"{BODY} huge|massive|swollen|throbbing|purple|bruising now|already|overnight|today|is",
        "went|rolled|going over on ankle|foot",
        "split|cracked|cut|gashed|busted my|the head|eyebrow|scalp|lip|shin open|stitches|on",
        f"torn {BODY} {OVER} !between !years",
        f"{BODY} out of|its socket|joint|place",
        f"broken|torn|dislocated|fractured|ruptured|shattered {BODY} {OVER} !between",
        f"{BODY} size of|grapefruit|melon|balloon|ball|egg",
    ),
    Category.PREGNANCY: (
        "pregnant|pregnancy !wife !girlfriend !sister !friend",
        "found|just|were|im|we expecting !delivery !parcel !load !package !visitors !guests",
        "trimester",
        "miscarriage|miscarried",
        "gave|given|giving birth",
        "postpartum|postnatal|csection|cesarean|caesarean|c-section",
        "c section",
        "weeks along",
        "had|delivered|having my|our|a baby|twins !carrot !step !steps",
        "pregnancy weeks|months|week|month|test|safe|changes|trimester",
    ),
    Category.MINOR: (
        "im|i|am under|below 18|eighteen|17|16 !reps !minutes !kg",
        "im|i|am a minor|underage",
        "not 18|eighteen yet",
    ),
    Category.ABUSE: (
        f"{POWER} hits|beats|slaps|punches|kicks|chokes|strangles|beat|punched|slapped|choked|kicked|strangled me"
        " !rower !race !wrestling !game !minutes !seconds",
        f"{PARTNER} hit|pushed|shoved|threw|grabbed me !up !harder !limits",
        "pushed|shoved|threw me down|against|into stairs|wall|floor",
        f"{POWER} threatens|threatened|threatening to kill|hurt|hit|beat",
        "choked|choking|strangled|choke me|out !collar",
        "raped|rape|rapist",
        "molested|molesting|groped|groping|sexually|harassed|harassing",
        "sexual assault|abuse|harassment|assaulted",
        "abused|abusive|abuses|abusing",
        "domestic violence|abuse",
        f"{POWER} touched|touches|touching me !up",
        "send|sends|sent|asks|wants him|me|us|his|for nude|nudes|naked|pictures !form",
        "someone|somebody|man|guy groped|touched|grabbed me|my",
        f"{POWER} beat|beaten|hit|punched|kicked|slapped|smacked me up|face|badly|last|again|with|in|head"
        f" !race !game !final !rower",
        f"beaten|hit|punched|kicked|slapped|choked by my {PARTNER}|coach",
        "forced|forces|forcing himself|herself|me on|to|into|sex sex|me|bed|him|undress|touch",
        "forced himself|herself on",
        "hand|hands down|up|inside|under my pants|shorts|shirt|bra|leggings|trousers|skirt|top|leg",
        "coach|trainer|physio|teacher|doctor|masseur|he|boss touched|touches|touching|grabbed|groped|felt"
        " my|me breasts|breast|butt|bum|ass|thigh|crotch|genitals|chest|up",
        f"my {PARTNER} punched|slapped|kicked|choked|strangled|beat|hit me",
    ),
}
