"""What people tell in English of what others do to somebody: the parts that make it up, in whatever order.

How a line is read stands in `coaching.core.safety.matching`.
"""

from __future__ import annotations

FAMILY = (
    "boyfriend|girlfriend|husband|wife|partner|dad|father|mum|mom|mother|stepdad|stepmom|stepfather|brother|uncle|ex"
    "|fiance|fiancee|father_in_law|mother_in_law|cousin|roommate|flatmate|son|stepbrother|grandpa|grandfather|spouse"
)
THEY = f"{FAMILY}|he|she|hes|shes|him|her"
STAFF = (
    "coach|coaches|trainer|pt|physio|physiotherapist|teacher|boss|doctor|masseur|massage_therapist"
    "|instructor|team_doctor"
    "|manager|teammate|someone|somebody|guy|man|men|stranger|neighbour|neighbor|some_guy|priest|sponsor"
)
HIT = (
    "hit|hits|hitting|beat|beats|beating|slap~|punch~|kick~|choke~|strangle~|shove~|smack~|whip~|bit|bites|drag~|spat"
    "|headbutt~|belted|throttle~|pinned|attack~|assault~|burns|burned|burnt|whacks|whacked|hurts|hurt"
)
NOT_SPORT = (
    "!arm_wrestling !at_arm !rower !race !wrestling !wrestle !game !sparring !spar !boxing !judo !bjj"
    " !karate !pr !pb !squat !bench !5k !10k !chess"
    " !leaderboard !joking !tag !tennis !padel !golf !kart !ball !by_accident !accidentally !ass !butt_in"
)
SPOUSE_OR_STAFF = f"{THEY}|{STAFF}|they"

ABUSE: tuple[str, ...] = (
    f"{STAFF} tried|tries|attempted|wanted kiss|touch|hug|undress|grab|sleep_with me|us|my froze"
    f"|uncomfortable|stop|no|away|alone|and|when !form",
    f"cant_tell|dont_tell|not_tell|never_tell|cannot_tell my_parents|parents|anyone|mom|mum|dad|anybody|wife"
    f"|police {STAFF}|{THEY} !surprise",
    f"angry|mad|furious|upset|jealous|violent|rage|flips|punishes gets|goes|becomes|is|so|really {THEY}"
    f" without_asking|if_i_go|if_i_dont|if_i_talk|when_i_go|if_i_leave|if_im_late|when_im_late|if_i_come"
    f" !lights !noise !weights",
    "bruise~|bruises|marks|scars|injuries explain|hide|cover|lie|ask|asks|notice|story cant|dont_know|how"
    "|from|about coach|people|gym|friends|anyone|trainer !deadlift~ !shins",
    f"tell|say|mention parents|mum|mom|dad|anyone|anybody|wife|police cant|not|dont|never|wont|shouldnt"
    f" {STAFF}|{THEY} we_do|he_did|she_did|happens|happened|secret|between_us|did_to|does_to !plan !pr"
    f" !surprise",
    f"hurt|kill|leave|hit|beat|punish|replace if_i|unless_i|when_i lose_weight|leave|talk|go|train|tell|gain"
    f"|lose {THEY} says|said|threatens|tells !muscle",
    f"{THEY}|coach|trainer|teacher {HIT} me|us|my_face|my_neck|my_throat|my_hair|my_arm|my_head {NOT_SPORT} !up_early"
    " !macros !calories !with_his_car",
    f"{THEY} push|pushes|pushed|throw|throws|threw|thrown|grab|grabs|grabbed|slam~|fling|flung|held me|us|my"
    " wall|stairs|floor|ground|down|throat|neck|hair|against|across|arm|door|wrist"
    f" {NOT_SPORT} !limits !harder !bar !form",
    "throat|neck|hair grabbed|grabs|grab|choke~|hands|squeeze~|strangle~|held|holds|pulls|pulled"
    f" {THEY} !cold !tight !sore {NOT_SPORT}",
    "threw|throws|throw|swung|swings|came_at|hit|hits|burns|burned|beat|beats pan|plate|bottle|knife|chair|phone|belt"
    f"|hanger|cable|shoe|glass|fist|straightener|iron|stick|cord|remote|mug me|at_me|us {THEY} !weight_plate !bumper",
    "bruise~|bruises|marks|black_eye|handprint|handprints|burns not|arent|isnt|wasnt|werent|dont|hide|hiding|cover|neck"
    " training|gym|barbell|bar|lifting|him|her|concealer|makeup|choked|come_from|walked !deadlift~ !cupping",
    "told|tell|say|said|saying|tells everyone|people|them|friends|me|gym walked_into|ran_into|fell_down|fell_at|door"
    "|stairs didnt|not|wasnt|shoved|he|she|lie|lied|true|really|hit",
    f"{THEY} checks|check|goes_through|going_through|controls|takes|took|tracks|tracking|picks|decides|chooses|reads"
    "|monitors|hides|holds|times|watches|follows|deletes phone|location|messages|bank|card|wear|clothes|passport|keys"
    "|friends|texts|whereabouts|email|where_i|how_long|what_i_wear|every_move|salary|wages"
    " !form !technique !program !plan !log !reps !rest !video",
    f"{THEY} wont_let|doesnt_let|never_lets|not_allowed|forbids|forbade|have_to_ask|if_i_behave|allowance"
    f"|gives_me_money"
    "|cuts_me_off|isolat~|dont_let|ask_my|need_permission leave|go|out|see|anywhere|friends|talk|money|work|gym|family"
    "|sister|phone|own|outside|shops !deadlift !heavy !squat",
    "have_to_ask|must_ask|ask_permission|need_permission|not_allowed|im_not_allowed before|to_leave|to_go"
    "|out|see|own|talk"
    f"|friends|bank|go_anywhere {THEY}|he|she !doctor !physio",
    "afraid|scared|terrified|fear|frightened|flinch~|tremble~|dread~|unsafe|not_safe|sick_feeling|panic"
    "|tense|shake|hide"
    " home|him|her|door|key|keys|husband|wife|boyfriend|girlfriend|stepdad|dad|partner|footsteps"
    " comes|drunk|drinking|temper|angry|home|mood|lose|do|of|hear|threw|go_back|around"
    " !lift~ !squat~ !bar !heavy !box !fail !baby !burglar !dog !sick",
    "eggshells|set_him_off|sets_him_off|set_her_off|sets_her_off|his_temper|her_temper|loses_it_again|explodes_at_me"
    "|gaslight~|hits_me|beats_me|coercive|restraining_order|protective_order|domestic|womens_shelter|safe_house|stalked"
    "|stalking_me|stalks_me|follows_me_home|following_me|groomed|grooming_me|revenge_porn|blackmail~ !rules",
    f"{THEY}|coach|trainer|they if_i_leave|if_i_left|if_i_ever|if_i_tell|if_i_told|if_i_say|if_i_go"
    f"|when_i_leave|if_i_dont"
    "|if_i_report kill|hurt|find|take|leak|post|ruin|destroy|kick|off_the_team|never|kids|dog|myself|himself"
    "|photos|throw"
    "|hit|beat !protein !form !pr",
    f"{STAFF}|{THEY} threatens|threatened|threatening|threat|threats|blackmails|blackmailed me|us|kill|hurt"
    f"|leak|photos|team"
    "|kids !record !title",
    f"tell|told|report~|says|said anyone|parents|mum|mom|police|anybody {STAFF}|{THEY} kill|off_the_team"
    f"|leak|photos|believe"
    "|ruin|sorry|secret|trouble|massages|bench_me|regret",
    "nobody|anyone|anybody|wouldnt believe me report~|told|tell|he|she|did|coach|say|happened",
    f"{STAFF}|{THEY} touch~|grab~|grope~|rub~|rubbing|stroke|strokes|stroked|kiss~|massage~|massages|expose~"
    f"|pinch~|slid"
    "|slides|felt|feels|hand|hands|finger|fingers|press~|put|puts|slip~ bum|butt|ass|arse|breast|breasts"
    "|boobs|boob|crotch"
    "|privates|between_my_legs|inner_thigh|thigh|thighs|underwear|naked|down_there|under_my|down_my|up_my|private|penis"
    "|vagina|tits|waistband|bra|inappropriately|without_asking|pants|shorts !glute_cue !barbell !bar !foam !tape",
    f"{STAFF}|{THEY} made|makes|make|forces|forced|force|pressures|pressured|coerced touch|kiss|sex|sleep_with|undress"
    "|strip|naked|underwear|massage|nude|sit_on|watch_him|bed me|us|him|her",
    f"{THEY} sex|sleep_with|bed|intercourse|touch~ say_no|said_no|force~|forces|dont_want|didnt_want|even_when|make_me"
    "|makes_me|made_me|wont_stop|didnt_stop|while_i_was",
    f"{STAFF} shower|shower_room|changing_room|locker_room|change|changing|undress~|underwear|scale|naked"
    " watch~|stays|stay|films|filmed|filming|comments|comment|stares|photos|pictures|walks_in|comes_in|body|bodies"
    " we|us|me|our|my|girls",
    f"{STAFF}|{THEY} sent|sends|send|asked|asks|wants|leak|leaked|posted|shared nudes|nude|naked|dick|dck|d"
    f"|d_ck|dick_pic"
    "|dick_pics|dickpic|private_parts|nude_photos|sexual|sexy|underwear !d_vitamin",
    "rape~|raped|molest~|sexually|incest|assaulted_me|sexual_assault|sexual_abuse|sexual_harassment|domestic_violence"
    "|groped|touched_me_inappropriately|inappropriate_touching",
    f"drunk|drinking|drinks|drink|high worse|home|avoid|stay|hit|violent|mean|loses|temper|scared|shout~"
    f"|throw~ {THEY}|home"
    " he|she|his|her|him|hes|shes|home !beer_league !water !protein",
    f"loses_it|lost_it|snap~|explode~|rage~|blows_up|flips_out|kicks_off packed|bag|careful|scared|hide|again|me {THEY}"
    " !hook !pace",
    "safe only|not|never|dont|nowhere|isnt|anymore home|house|own_house|own_home|flat|with_him|with_her|around_him"
    " !alone !lift~ !spotter !bench !form !running_home",
    "my_room|bedroom|my_bed comes|came|come|gets|got|sneaks|walks|into at_night|night|nights|drunk|asleep"
    f" {FAMILY}|he|him !baby !cat !dog !kids",
    f"broke_into|followed|waited_outside|showed_up|stalks|stalking|stalker {THEY}|house|home|me {THEY}|me|hit|again"
    " !car !plan !youtube",
    "slapped|beaten|punched|kicked|choked|attacked|strangled|assaulted|raped|groped me|by|i_was|i_got|got"
    f" {FAMILY}|he|she|again|last_night|man|guy|men {NOT_SPORT}",
    "controls|controlling|isolates|humiliates|degrades|belittles|bullies|insults|screams|yells"
    f" me|us|everything|my {FAMILY}|he|she|coach !urge !weight !temper !eccentric !finish !haha",
    f"hand|hands|finger|fingers suit|swimsuit|costume|bikini|singlet|leotard|trunks|top|tights|skirt {STAFF}"
    f"|he|him|uncle|dad"
    " !glove !gloves !chalk",
    f"follows_me|follow_me|followed_me|waits_for_me|waiting_for_me|watching_me|grabbed_me|corners_me"
    f"|cornered_me car|home|house"
    f"|parking|toilet|locker|changing|grabbed|scared|creepy|night|door {STAFF}|he|ex|him !drive_me !sweet"
    f" !instagram !strava",
    "lie|lied|lying|excuse|excuses|hide|hiding|cover|makeup|explain bruise~|bruises|marks|black_eye"
    "|scratches pool|gym|about"
    "|coach|from|everyone|sleeves|work !lying_leg !deadlift~ !shins",
    f"complain|complained|report|reported|speak_up|spoke_up|refuse|refused|say_no {STAFF}|he|she pick_me"
    f"|nobody|never|career|team"
    "|selected|believe|kicked_off|ruined|drop_me|bench_me !calf !noise !equipment",
    f"jump|flinch|freeze|tense|shake|hide|panic|startle|run_upstairs every_time|whenever|when {FAMILY}|dads"
    f"|mums|moms|husbands|his"
    " car|door|key|keys|steps|footsteps|comes|home|voice|pulls|shouts|walks !box !rope !squat",
    f"throws|threw|throwing things|stuff|objects|dishes|plates|shoes at_me|me|us {FAMILY}|he|she !party !towel !ball",
    "told|tell|say|said everyone|people|them|coach walked_into|ran_into|fell_down door|cupboard|wall|stairs"
    " !laugh~ !lol",
    f"massages|massage|massaging|rubdown|rubs alone|room|private|say_anything|told_me_not|secret|hotel"
    f"|uncomfortable|naked {STAFF}"
    " !gun !chair !booked !sports_massage",
    f"told_me_not_to|not_to_tell|not_to_say|say_anything|say_nothing|keep_quiet|keep_it_between|stay_between"
    f" {STAFF}|{THEY}"
    " touch~|alone|massage~|room|happened|hit|did|hurt|anyone|secret|kiss~ !surprise !eat !lift !train !run !deadlift",
    "mum|mom|dad|parents|coach|husband|mother|father|he|she feed|food|eat|dinner|water|starve~|starves"
    " doesnt|wont|no|without|withholds|denies|refuses|takes if_i_lose|lose|punish~|weight|when_i|if_i|bad"
    " !vegan !allerg~ !cook~ !hungry",
    f"allowed|allow|permission|permit|permits|okay|approval not|without|no|need|ask|isnt|never {FAMILY}|he|she"
    " leave|go|gym|friends|work|out|drive|see|money|anywhere|talk !doctor !physio !heavy !deadlift !parking",
    "knife|gun|weapon|bat|scissors|hammer|belt|cigarette held|pulled|pointed|waved|threatened|put|hit|chased|came"
    f" to_me|at_me|on_me|throat|with_it|me|us {THEY} !chef !kitchen !weight_belt !lifting_belt",
    "being|am|im|was|get|getting|been|gets beaten|abused|assaulted|molested|harassed|stalked|controlled|hit"
    "|hurt|threatened"
    f" home|husband|wife|partner|coach|dad|family|boyfriend|girlfriend|trainer|ex|him|her|marriage {NOT_SPORT}",
    "locks|locked|lock|locking me|us basement|closet|room|house|office|bathroom|garage|out|in|door|cellar|outside|alone"
    " !locker !knees !elbows !jump",
    "office|hotel|alone|private|his_car|dm|dms|room coach|trainer|teacher|boss|physio|instructor"
    " locks|locked|door|weird|uncomfortable|lap|secret|touch~|creepy|closes|gross|scared|asked_me_to|sits"
    "|close !parking !shoes !couldnt_get",
    f"gets|got|becomes|turns|is|was|goes physical|violent|aggressive|abusive|handsy|nasty|mean|rough|scary"
    f" drunk|wine|angry|drinks|drinking|had|mad|me|home|beer|upset {THEY} !therap~ !session !contact !game"
    f" !workout !challenge",
    "prove|proof|selfie|selfies|report|facetime|photo|photos|picture|location|permission|timestamp have_to"
    "|make|makes|demands"
    f"|must|forces|wants_me_to|expects him|her|he|she|{FAMILY} !coach_form !form_check !progress",
    "not_supposed_to_talk|cant_talk_about|not_allowed_to_tell|not_allowed_to_talk|keep_it_secret|our_secret"
    "|our_little_secret"
    "|dont_tell_anyone|mustnt_tell|cant_tell_anyone|nobody_can_know|keep_quiet_about|stay_quiet_about|supposed_to_talk"
    " home|happens|he|she|coach|what|did|him|her|touch~|anyone|family|house !surprise !engagement !pr",
    f"controls|control|decides|dictates|chooses|approves|picks|monitors|tracks|counts every|everything|cent"
    f"|penny|money|spend"
    f"|who|wear|what_i|where_i|when_i|text|friends|see|calls|eat|move {THEY} !coach_decides !program !macros !phone_app"
    " !spending_app !temp",
    f"delete|deleted|deleting|erase|hide chat|messages|app|history|texts|calls|phone|browser before|so"
    f"|because|gets|sees|finds"
    f"|checks {THEY} !old !duplicate",
    f"plate|glass|bottle|wall|door|phone|dish|lamp|chair|tv|window threw|throws|thrown|smashed|smashes|broke"
    f"|broken|hole|punched"
    f"|punches|kicked|flew head|me|wall|angry|rage|again|next_to|past|fist {THEY} !bumper !bench_press !squat",
    f"{STAFF} slap~|spank~|pat|pats|patted|tap|taps|squeeze~ behind|bottom|bum|butt|ass|arse|backside|rear"
    f" !butt_down !glutes_on",
    f"hands|hand|touch~|touched places|where|somewhere shouldnt|should_not|not_supposed|didnt_want"
    f"|uncomfortable|wrong_places"
    f"|inappropriate|private|no_business {SPOUSE_OR_STAFF} !foam !heart",
    f"threats|threatening|threatens|threatened|menacing messages|send~|sending|texts|outside|waits|calls"
    f"|work|home|kill|hurt"
    f" {THEY}|someone|me !rain",
    f"burn~|destroy~|destroyed|smash~|cut_up|threw_out|ripped_up|broke my_clothes|my_things|my_stuff|my_bag"
    f"|my_phone|gym_bag"
    f"|my_shoes|my_laptop|my_medals {THEY}",
    "never_know|dont_know|cant_predict which|what mood|version|set|coming|tonight|angry dad|he|she|husband"
    "|wife|mom|boyfriend"
    " !coach_plan !workout",
    "scared_of|afraid_of|terrified_of|frightened_of|frightened_by|fear_of my_husband|my_wife|my_boyfriend"
    "|my_girlfriend|my_dad"
    "|my_father|my_mom|my_mother|my_partner|my_ex|my_coach|my_stepdad|my_brother|him|her|going_home|what_he"
    "|what_she|being_home",
    f"hurts|hurting|hurt|harms|abuses|mistreats|terrorises|terrorizes me|us|mom|kids {FAMILY}|coach"
    f" {NOT_SPORT} !pride !feelings_lol"
    " !back !knee !shoulder",
    "controlling|abusive|violent|toxic|gets_jealous|so_jealous relationship|marriage|boyfriend|husband"
    "|partner|wife|girlfriend|home|family|ex"
    "|father|mother|coach !masculinity !diet",
    f"{THEY} if_i_dont|unless_i|until_i|when_i_dont|because_i_didnt hits|hit|yells|screams|punishes|slaps"
    f"|locks|threatens|starves"
    f"|angry|mad|sleep_with|sex {NOT_SPORT}",
    f"forced|force|forcing|pressured|coerced|made|makes sex|sexual|kiss|naked|nudes|bed|undress|touch me"
    f"|myself {SPOUSE_OR_STAFF}",
    "hit|beat|slapped|punched|kicked|choked|shoved|pushed|strangled|smacked by_my|my_husband|my_boyfriend"
    "|my_wife|my_girlfriend"
    f"|my_dad|my_father|my_mom|my_mother|my_partner|my_ex|my_coach|my_brother|my_stepdad me {NOT_SPORT}"
    f" !hard_today !to_a_pr",
    "not_safe|unsafe|in_danger|fear_for_my_life|fear_for_my_safety home|house|him|her|relationship|life"
    "|husband|partner|family"
    "|here|around !squat !rack !lift~ !spotter !route !road",
)
