"""What people tell in English of an injury that has just happened, and pain that is strong or lasts:
the parts that make it up, in whatever order.

How a line is read stands in `coaching.core.safety.matching`.
"""

from __future__ import annotations

from coaching.core.safety.english import BODY, OVER

MECH = (
    "fell|fall|fallen|slipped|landed|landing|twisted|twist|rolled|tripped|crashed|folded|jumped|stepped|tumble|tumbled"
    "|tackle|tackled|caught|dropped|hit|hyperextended|jammed|collided|wiped_out|over_the_handlebars|came_off"
    "|went_over|punched"
    "|smashed|crushed|buckled|pothole|kerb|curb|kicked|knocked|slammed|pinned|trapped|missed"
)
RESULT = (
    "swollen|swelling|swelled|swell|swole|bruised|bruising|blue|purple|crooked|bump|lump|dent|bent|cant"
    "|couldnt|wont|locked"
    "|locking|stuck|balloon|twice|size|hobble~|limp~|crawl~|numb|broken|broke|deformed|unstable|bleeding"
    "|crunch|cracked|crack"
    "|popped|pop|snapped|fractured|torn|tore|ripped|straighten|weight_on|weight_bear|walk|bone|hospital|xray"
    "|x_ray|gash|blown"
    "|wrong_way|killing_me|other_way|right_over|not_where|shape_of|hurts"
)
NOT_NOW = "!old !years !phone !as_a_kid !as_a_child !warm_up !warmup !prs !pr !leggings !doms !plank !yoga !foam"
PAIN_WORDS = "pain|pains|hurt|hurts|hurting|ache|aches|aching|sciatica|agony|killing_me|painful|throbbing"

INJURY: tuple[str, ...] = (
    f"{MECH} {BODY}|head|ribs|chest|kneecap|eyebrow|collarbone|hammy|tailbone {RESULT} {OVER} {NOT_NOW}",
    f"{MECH} me|my|i hospital|xray|x_ray|ambulance|er|a_and_e|stitches|cast|crutches|concussion|broken"
    f"|bleeding {NOT_NOW}",
    f"cant|couldnt|unable|not_able|wont walk|stand|lift|bend|straighten|move|turn|raise|put|grip|look|hold_me|weight"
    f" since|after|when|from|because|now|fell|fall|twist {BODY} !doms !sore !haha !lol !pumped !pump !leg_day !squats"
    " !workout !lunges !wait !heavy !heavier !old !years",
    f"swelling|swelled|swollen|swole|blown_up|ballooned|puffed|bruising|purple|black_and_blue|lump|bump|dent|gap {BODY}"
    "|collarbone|thigh|tendon since|after|when|hour|overnight|from|size|like|twisted|fell|hit|bent|cant"
    "|balloon|today|now"
    f"|wasnt|should|near {OVER} {NOT_NOW} !breath",
    f"crooked|bent|wrong_way|sideways|wrong_place|where_it_should|where_its|not_where|out_of_place"
    f"|sticking_out|funny_angle|weird_angle|folded|shape_of|other_way|deformed|off_the_bone|out_of_socket"
    f"|out_of_its|its_socket|rolled_up|balled_up|bunched_up|funny {BODY}|collarbone|shoulder since|looks"
    f"|look|after|is|came"
    f"|went|my|just !over_bar !rows !good_shape {OVER}",
    f"tore|torn|rupture~|snapped|broke|broken|fracture|fractured|dislocate~|sprained|slipped|slipt|herniated|concussed"
    f"|ripped|cracked|shattered|chipped|knocked_out|knocked {BODY}|bone|ligament|tooth|teeth|disc|disk"
    f"|collarbone|hammy|kneecap|ribs"
    f" think|just|yesterday|today|weekend|last_night|this_morning|hour|now|saturday|sunday|playing|properly"
    f"|this_time|says|my"
    f" !used_to !year !years !2014 !2015 !2016 !2017 !2018 !2019 !2020 !kid !child {OVER} {NOT_NOW}"
    f" !recovered !surgery",
    "blood|bleeding|bleed|bled|gushing|stitches|gash|deep_cut|see_white|see_bone|see_the_bone|split_open|cut_open"
    " loads|lots|everywhere|badly|wont_stop|pouring|deep|heavily|needs|need|dumbbells|head|shin|open|white|box|box_jump"
    " !test !gave !donate~ !pressure !blisters !period !callus !nose_ring",
    "hit_by|knocked_off|run_over|came_off|crashed|crash|handlebars|thrown_off|got_hit car|bike|van|bus|truck"
    "|horse|scooter"
    "|motorbike|skiing|kmh|collarbone|road|descent|bicycle !hard_session !couch !energy",
    "landed|fell|dropped|came_down|crushed|pinned|trapped bar|barbell|plate|dumbbell|dumbbells|kettlebell"
    "|weight|stack|rack"
    f" {BODY}|chest|toes|fingers|head|face|throat|me"
    " !softly !slowly !safeties !safety !fine !caught !reps !set !nothing",
    "back|neck spasm~|spasms|seized|locked_up|went|gone|gave_out|froze|frozen|stuck|put_out|threw_out|something_went"
    " floor|carried|carry|crawl~|lying|cant|couldnt|picking|unable|stretcher|help !sore !day !plan !heavy !prone",
    "muscle|bicep|biceps|pec|calf|quad|hamstring|achilles|groin|glute rolled_up|bone|detached|balled|bunched"
    "|popeye|kicked"
    "|stone|shot|twang|twanged|ping|pinged|gunshot|blind|snap|rip|ripped|tear hobble~|felt|like|feels|lump"
    "|bruise|home|heard"
    "|just|someone|sounded !foam !pump !roll",
    "felt_like|like someone|somebody kicked|threw|shot|hit|stabbed leg|calf|back|heel|stone|knee|achilles"
    " !fun !last_night",
    f"helped|carried|ambulance|er|a_and_e|emergency_room|x_ray|xray|cast|crutches|sling|boot {BODY}|mat|off"
    f"|tooth|concussion"
    f" cant|fractured|broken|bend|today|weekend|says|yesterday|couldnt|had_to {OVER} !uggs !old !years",
    f"felt|heard|feel|hear|something pop|popped|snap|snapped|tear|rip|ripped|crack|cracked|crunch|twang|gave"
    f"|went|gunshot"
    f"|bang|shifted {BODY}|hammy|lower_back cant|couldnt|lying|floor|now|rep|sprinting|picking|down|drop~"
    f"|halfway|hobble~"
    f"|properly|on|nasty {OVER} {NOT_NOW} !phone !painless !foam_roller !felt_good !great",
    "tooth|teeth knocked|knocked_out|broke|chipped|cracked barbell|bar|dumbbell|fell|face|out",
    f"slipped_disc|slipped_disk|herniated_disc|herniated_disk|concussion|concussed|whiplash|dislocated"
    f"|dislocation|fractured"
    f"|compound_fracture {BODY}|deadlift|yesterday|think|ive|i|my|today|after|playing|rugby {OVER} {NOT_NOW} !surgery",
    f"knee|ankle|hip|elbow|shoulder gives_way|gave_way|giving_way|wont_hold|buckles|keeps_locking|locks_up"
    f"|came_out|pops_out"
    f"|popped_out|folded|grinding since|yesterday|sunday|twist|tackle|landing|fall|after|again|by_itself"
    f"|just|last|jumped"
    f" {OVER} {NOT_NOW}",
    "felt|heard|feel rip|tear|pop|snap|crack chest|pec|armpit|stomach|abs bench|purple|bruise~|arm|press|dip|fly|today",
    f"broke|broken|fractured|cracked|snapped|dislocated|sprained|tore|twisted|pulled|jammed|smashed {BODY}"
    f"|ribs at|playing"
    "|volleyball|basketball|football|soccer|rugby|skiing|training|match|climbing|bike|fall|fell|two|three"
    "|both|hockey|judo"
    f"|yesterday|today|weekend|last_night {OVER} !years !as_a_kid !in_20 !warm_up !pr !record",
    "head|skull|forehead|temple|eyebrow|nose hit|bang~|crack~|smash~|clipped|whacked blood|bleeding|barbell"
    "|bar|plate|cut|open"
    " !nail !pillow !pr !goal !depth",
    "landed|fell|crashed|dropped|fallen|slammed|came_down|falling|smashed on_my_neck|on_my_head|on_my_wrist"
    "|on_my_shoulder"
    "|on_my_knee|on_my_face|on_my_tailbone|on_my_elbow|on_my_hip|on_my_arm|on_my_ankle|on_my_hand|on_my_foot|on_my_toe"
    "|on_my_chest|on_my_coccyx|onto_my_head|onto_my_chest|on_my_toes|on_my_leg|on_my_fingers|on_my_outstretched"
    f" {OVER} !years !gently !as_a_kid",
    f"{BODY} grapefruit|golf_ball|tennis_ball|balloon|egg|melon|orange|baseball|sausage|elephant|double|twice|triple"
    " size|like|looks|is|its|now|swollen|swelled !smoothie !breakfast !protein",
    f"surgeon|surgery|operation|operate|er|mri|xray|x_ray|cast|sling|splint|boot|crutches torn|tear|broken"
    f"|ruptured|fracture"
    f"|fractured|snapped|tore|broke|dislocated|sprained tomorrow|wants|booked|needs|today|now|just|yesterday"
    f"|me|my {OVER} !years"
    " !2019 !2015 !2016",
    "stabs|stabbing|knife|sharp|jolt breath|cough|laugh|move|step|inhale ribs|rib|back|side|kicked|hit|fell"
    "|tackle !chest",
    f"sliced|gashed|ripped|split|tore|cut|opened open|deep|stitching|stitches|glue|glued|gaping|bone palm"
    f"|scalp|chin|{BODY} {OVER}"
    " !callus !pants",
    f"hanging|hangs|dangling|dangles|floppy|useless|limp {BODY} rope|cant|snapped|broke|tore|loose|just"
    f"|since|now !bar !leg_raises"
    " !knee_raises !cleans !pull_up",
    f"let_go|exploded|detached|tore_loose|blew_out|blown_out|blew|shredded|wrecked|busted|screwed_up"
    f"|messed_up|done_in|did_in"
    f" {BODY}|kneecap|hammy|something mid|during|on|at|today|yesterday|just|badly|now|hollow|my|playing"
    f" {OVER} !pump !prs !years"
    " !candles !nose_blow",
    f"hobbled|hobbling|limped|limping|limp|hobble off|pitch|field|court|mat|home|out|around|{BODY} {BODY}"
    f"|now|since|barely"
    " !bizkit !last_year",
    "face_planted|faceplanted|face_plant|wiped_out|stacked_it|ate_it|took_a_spill|took_a_tumble|bad_fall"
    "|nasty_fall|fell_badly"
    "|hard_fall|came_off_my_bike|crashed_my_bike|bike_crash|car_crash|car_accident|got_hit_by|run_over"
    " treadmill|bike|box|nose"
    "|teeth|chin|road|knee|today|yesterday|wrist|hurts|swollen|bleeding|morning|weekend|just|now|trail|ice"
    " !years !as_a_kid !wiped_out_after",
    f"{BODY} black|purple|blue|sideways|backwards|huge|massive|enormous|deformed|numb|dangling now|since"
    f"|overnight|already|is|gone"
    f"|turned|went yesterday|today|after|fell|pitch|game|match|jump|landing|twist|roll~|hobbled|limp~|lift"
    f" {OVER} !belt !shoes",
    f"popped|pop|pops|snapped|cracked|crunched|ripped|tore|gave|buckled|twisted|rolled|sprained|jammed"
    f"|hyperextended|bent|jarred"
    f"|wrenched|tweaked|pulled|strained|dislocated my|the {BODY} today|yesterday|just|last_night"
    f"|this_morning|playing|game|dance"
    f"|landing|hurts|swollen|badly|now|during|halfway|mid|out|rep {OVER} !years !2015 !old !warm~ !as_a_kid"
    f" !foam !bench_bent"
    " !up_and_ran !painless !not_bad !pull_ups",
)

PAIN: tuple[str, ...] = (
    "ibuprofen|naproxen|painkiller|painkillers|tramadol|codeine|diclofenac|cortisone|paracetamol|advil|nsaids|voltaren"
    "|oxycodone|morphine get_through|to_train|every_day|every_session|just_to|daily|survive|4|6|8|handful"
    "|keep_training|rely"
    "|because_of_my|so_i_can !period !cramps !headache",
    f"{PAIN_WORDS}|so_bad tears|cry|cried|crying|scream~|sob~|yelp~|threw_up|throw_up|vomit|nauseous"
    f"|unbearable|like_hell"
    "|cup|sock|socks|cant_sleep|drive|hold|stand_up|passed_out|whimper~ !laughing !workout !haha !lol",
    "cant_sleep|wake_up|wakes_me|woke|waking|awake|keeps_me_up|cant_lie shoulder|hip|back|knee|elbow|neck"
    "|foot|heel|wrist"
    " because|from|side|3|3am|every_night|anymore|night|on_it|pain|at !early !alarm !back_to_sleep !doms"
    " !leg_day !sore",
    f"every_time|every_single_time|each_time|every_step|whenever {PAIN_WORDS}|stabs|stabbing like_hell"
    f"|months|so_bad|heel|step"
    "|worse|unbearable|knife !doms",
    f"never_really_went|never_went_away|wont_go_away|not_going_away|never_goes_away|never_got_better|not_getting_better"
    f"|nothing_helps|keeps_coming_back|still_not_right|no_better {PAIN_WORDS}|niggle|niggling|knee|shoulder"
    f"|hip|back|elbow"
    "|shin|wrist|ankle|heel|achilles|foot|calf|tendon|sore",
    "knee|shoulder|hip|back|elbow|shin|wrist|ankle|heel|achilles|foot|hamstring|neck|groin|tendon niggling"
    "|niggle|grumbling"
    "|bothering|bugging|playing_up|acting_up|nagging|not_right|sore|dodgy|flaring ages|months|weeks|years"
    "|season|christmas"
    "|summer|winter|forever|long_time|spring !ago !better_now !gone",
    "hurt|hurts|pain|painful|sore|aches too_much|so_much|so_bad|too_bad|so_badly|too_painful"
    " stand|sit|walk|move|sleep|breathe|lift|sleep|drive|floor|tie !doms !leg_day",
    "co_codamol|cocodamol|codamol|pregabalin|gabapentin|percocet|vicodin|meloxicam|celebrex|hydrocodone|oxy|nerve_block"
    "|cortisone_shot|steroid_injection|injections|opioids|pain_patches|patches train|sweets|candy|through"
    "|day|every|pain|before"
    "|just|back|knee|shoulder !vaccine !flu",
    "burning|stabbing|shooting|electric|throbbing|gnawing|searing|piercing never|always|rest|constant"
    "|constantly|night|lets"
    "|stops|nonstop pain|thing|it|back|leg|shoulder|hip|knee|neck|foot !calories !fat !quads !lungs",
    "never_been_the_same|not_been_right|hasnt_been_right|never_healed|wont_heal|same_since|not_healing|still_hurts"
    f" {BODY}|months|weeks|spring|summer|since|year !mindset",
)
