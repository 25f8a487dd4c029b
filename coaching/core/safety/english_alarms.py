"""What people tell in English of chest, faint and nerves: what cannot wait:
the parts that make it up, in whatever order.

How a line is read stands in `coaching.core.safety.matching`.
"""

from __future__ import annotations

CHEST = "chest|breastbone|sternum|breast_bone|ribcage|behind_my_ribs|under_my_ribs|left_side_of_my_chest|solar_plexus"
UNLESS_CHEST_DAY = (
    "!press !bench !benched !benching !flyes !flies !fly !flys !doms !pump !muscles !muscle !pecs !sore !stretch"
    " !stretches !desk_work !desk !chest_day !dips !landed !dropped"
)
SIDE = "face|mouth|smile|eyelid|arm|leg|hand|side|body|foot|fingers|lip|lips|cheek"
NO_PUMP = (
    "!pump !pumped !cold !ice !icy !curls !raises !slept !weaker !unilateral !imbalance !wash !stronger"
    " !haha !lol !rows"
    " !fell_asleep_on !burpees"
)
HEART = "heart|pulse|heartbeat|heart_rate|hr|ticker|heart_beat|heartrate"
NO_SENSOR = "!strap !battery !sensor !price !monitor !plates !crush !love !broken_heart"

RED_FLAG: tuple[str, ...] = (
    f"{CHEST} pain~|hurt~|ache~|achy|tight|tightness|tightnes|tightening|pressure|squeeze~|crushing|stabbing"
    f"|burning|heavy"
    "|heaviness|discomfort|not_right|weird|odd|funny|strange|uncomfortable|cramp~|grip~|band|weight|elephant"
    "|stone|brick"
    "|wrong|sharp stairs|upstairs|uphill|hill|walk~|rest|resting|sitting|lying|lie|breathe|breathing|breath"
    "|cold|night|bed|jog~|run"
    "|running|stop|stopped|stops|hour|hours|minute|minutes|sweat~|sweaty|arm|jaw|shoulder|spread~|flight"
    "|push~|snow|warmup"
    f"|warm_up|cough~|couch|sofa|whenever|zone|treadmill|bike|rower|today|feels_like|still {UNLESS_CHEST_DAY}",
    f"elephant|band|fist|vice|brick|stone|fish|something|someone_sitting {CHEST} !plate !bar !dumbbell !hair",
    "heavy|tight|tightness|pressure|burning|pain front|breastbone|here|middle|across uphill|stairs|hills|climbing|walk"
    " eases|ease|stop|stand|rest|goes_away|settles",
    f"{HEART} skip~|irregular|irregularly|erratic|weird|weirdly|all_over|flutter~|flip~|flop~|thump~|thud~|bang~|pound~"
    "|hammer~|race|races|racing|stops|jump~|missing|uneven|strong_weak|crazy|haywire|bonkers|nuts|funny"
    "|galloping|stutter~"
    " sitting|rest|resting|couch|sofa|bed|lying|night|nothing|still|stopped|beat|beats|keeps|keep|like|suddenly|minutes"
    f"|rhythm|awful|dizzy|over|going|weak|while|hours|doing {NO_SENSOR}",
    "skip~|missing|missed|extra|dropped beat|beats heart|pulse|keeps|my !saw !drum !music",
    f"{HEART} 150|160|170|180|185|190|195|200|205|210|215|220|230 sitting|rest|couch|bed|still|awful|lying"
    f"|minutes_after"
    f"|nothing|standing_still|dizzy|stopped|calm {NO_SENSOR}",
    "afib|a_fib|fibrillation|arrhythmia|tachycardia|svt|pvcs|palpitation~|angina|syncope|tia|aneurysm"
    "|pulmonary_embolism"
    "|blood_clot|dvt|cardiac_event|stroke_symptoms|seizure|seizures|convulsion|convulsions|convulsed"
    "|anaphylaxis|heatstroke"
    "|heat_stroke|heat_exhaustion|sunstroke|rhabdo|hypoglycemia|hypoglycaemia|hypo|meningitis|cauda_equina"
    " !output !rehab !cleared !cardio",
    "faint~|faintish|pass_out|passed_out|passing_out|passd_out|black_out|blacked_out|blacking_out|blackout|blackouts"
    "|lose_consciousness|lost_consciousness|unconscious|out_cold|knocked_out|swoon~|came_round|came_to|come_to"
    " floor|woke|rack|people|shower|stand~|stood|deadlift|squat|run|running|race|practice|after|nearly|almost|felt|feel"
    "|again|keep|training|rower|treadmill|gym|up|heat|today|yesterday|morning|minutes|seconds|second|cold|stairmaster"
    "|me|my|im|i|ive !sofa !couch !slept !asleep !nap !movie !windows !curtains !netflix !blackout_blinds !conclusion"
    " !round_two !terms !gym_today !tooth !opponent !flyers",
    "collapse~|keel_over|keeled_over|went_down|nearly_went|going_to_drop|hit_the_floor|hit_the_deck|crumpled"
    " dark|grey|black|dizzy|floor|km|mile|race|drip|rack|suddenly|heat|medics|ambulance|line|finish|dropped|legs|walked"
    " !laughing !weight",
    "everything|vision|sight|eyesight|room|world|floor|ground|eyes|edges|it_all|went_all|all_went went|goes"
    "|going|turned"
    "|gone|lost|losing|blurry|blurred|double|dark|black|grey|gray|white|tunnel|narrow~|tilt~|spin~|spun|sway~|fuzzy|dim"
    "|disappear~ dark|black|grey|gray|white|tunnel|tilt~|spin~|spun|sit|floor|hold|wall|minute|minutes"
    "|suddenly|dim|double"
    "|blurry|down|far_away|squat|stand|stood|bench|blind|seconds !board !class !paint !photo !bike_class !video",
    "saw|see|seeing|had stars|spots|black_dots|double|flashes|aura|floaters !reviews !movie !film !rating !michelin",
    "had_to sit|kneel|hold|lie|grab|crouch|be_walked floor|wall|rack|down|bench|on dizzy|dark|grey|stars|spinning|faint"
    "|woozy|lightheaded|black|vision|far_away|sweat|clammy|tilted|tilting|weird",
    "dizzy|dizziness|light_headed|lightheaded|lightheadedness|woozy|vertigo|giddy|wobbly_on_my_feet|unsteady"
    "|off_balance"
    " stand~|stood|since|squat|after|every|spells|keep|feel|feeling|get|got|grab|rack|head|training|run|stop"
    "|suddenly|all"
    "|morning|hold|fall|fell|bumping|door !joy !happiness !options !choices !plans !excitement !bulgarians !board",
    f"{SIDE} droop~|droopy|numb|numbness|tingle~|tingling|tingly|weak|weakness|dead|limp|drag~|dragging|stopped_working"
    "|wouldnt_grip|wouldnt_work|wont_work|wont_grip|wouldnt_move|gave_out|dropping|drops|buzz~"
    "|pins_and_needles|paralys~"
    "|paralyze~|asleep|fell_asleep|lopsided|heavy|not_working|cant_feel one_side|one|left|right|half|suddenly|minute"
    f"|minutes|since|cup|things|neck|jaw|fall|speech|chest|back|both|whole|overhead {NO_PUMP}",
    "leg|arm|hand|foot|legs stopped|quit|gave|give|giving|refused|drag~ working|way|minute|suddenly"
    "|treadmill|numb|since"
    f" !phone {NO_PUMP}",
    "speech|words|sentence|talking|talk|speak|speaking slur~|slurring|jumbl~|garbled|mixed_up|find"
    "|wouldnt_come|funny|wrong"
    "|nonsense|stuck|couldnt|weird suddenly|hand|minute|middle|after|couldnt|sentence|face|weak|hit|my"
    " !thank !thanks !grateful !form !trash !filler",
    "slurring|slurred|garbled|drooling_one|facial_droop|droopy_face",
    "breath|breathe|breathing|breathless|air|wheeze~|gasp~ cant|couldnt|hard|struggle~|short|trouble"
    "|laboured|labored|get"
    "|catch|difficult|not|out_of|barely sitting|rest|lying|bed|night|stairs|flight|walking|since|days|talk"
    "|deep|properly"
    "|chest|doing_nothing|tight|band|couch|swollen|throat !sprints !intervals !hill !sprint !repeats"
    " !scenery !mountains"
    " !view !mask !nose !all_normal !as_it_should",
    "head|skull|temple hit|banged|bumped|knock~|whack~|struck|kicked|knee|kneed|smashed|blow|fell|landed|cracked|bar"
    " since|after|forget~|forgetting|confused|dizzy|vomit~|sick|headache|headaches|foggy|fog|remember|blurry"
    "|pupil|pupils"
    "|sleepy|memory|double|woozy|nausea|nauseous|threw_up|ringing|lights|balance !nail !vibes !pillow !goal",
    "pupil|pupils bigger|different|uneven|size|unequal|blown",
    "legs|saddle|groin|crotch|genitals|down_there|inner_thighs|inner_thigh|waist|bum|between_my_legs|privates"
    " numb|feeling|sensation|tingle~|tingling|shocks|electric lost|no|cant|numb|waist_down|since|pee|bladder|deadlift~"
    "|down|both|back|giving !pump !cold !haha !saddle_sore !bike !amazing",
    "pee|urine|urinate|bladder|bowel|bowels|wee|poo hold|control|cant|lost|leaking|properly|start numb|legs"
    "|back|feeling"
    "|deadlift~|saddle|since|control !jump !bottle !before_training",
    "pee|peed|urine|wee|piss|pissing|peeing dark|brown|cola|coke|tea|red|black|blood|bloody|rusty|orange|colour|color",
    "cough~|coughing|vomit~|spit~|spat|threw_up|throwing_up|nosebleed blood|bloody !donate~ !test",
    "stopped_sweating|not_sweating|stopped_to_sweat|no_sweat confused|heat|hot|sun|course|dizzy|weird|chills|sick",
    "heat|sun|hot|sauna confused|collapsed|delirious|shivering|goosebumps|passed|speech|funny|disoriented"
    "|slurr~ me|i|my|im"
    " !goals",
    "blood_sugar|sugar|glucose|insulin|diabetic|bg low|dropped|crashed|shaking|shaky|confused|fell|tanked"
    "|passed|hypo|2|3"
    " run|shaking|shaky|confused|session|mid|during|fainted|sweat~|dizzy|low !diet !soda !snack",
    "throat|tongue|lips|face|eyes swell~|swelled|swollen|closing|closed_up|hives breathe|breath|allergic|preworkout|ate"
    "|eating|after|nuts|peanut|shake|bee|wasp|itchy !punch !boxing !hit !fell",
    "headache|migraine|head worst|thunderclap|sudden|suddenly|exploded|explode|exploding|splitting|blinding|severe"
    "|of_my_life|burst middle|squat|lift~|during|set|life|came|came_on|after|never !spreadsheet !option~ !laughing",
    "cold_sweat|cold_sweats|sweating_cold|clammy|ashen|grey_face",
    "ankles|ankle|calf|leg swollen|puffy|swelling|hot|red breath|breathe|one|chest|flight|plane|stairs !roll~ !twist~",
    "dont_remember|cant_remember|no_memory|forget|forgetting racking|finish~|fall~|how_i|getting_up|set|what_day|drop~"
    "|happened|minutes|hit !tempo !name !code !password !weights !reps !weight",
    "was_out|out_for|lost_a_few|blank|gone_for few_seconds|seconds|a_second|couple_of_seconds|a_minute|think"
    " remember|floor"
    "|woke|i !sprint !rest !pace",
    "came_round|came_to|woke_up|woke|waking|next_thing floor|ground|platform|mat|standing_over|ambulance"
    "|everyone_standing"
    "|people_around|hospital !early !hotel",
    "both_legs|waist_down|arms_and_legs|whole_left|whole_right|half_of_my_body|half_my_face|half_my_body"
    " numb|weak|giving"
    "|shocks|tingling|dead|droopy|asleep|paralysed|paralyzed|felt",
    "electric|shock|shocks|zaps down|through legs|arms|spine|both|neck !watch !fence",
    "walking|walk|feet|balance drunk|wobbly|bump~|bumping|door|stagger~|tilting|falling since|fall|fell|hit"
    "|suddenly|frames"
    "|into !home !wine !bar !beers",
    "everything|room|head|vision|world swims|swimming|swam|wobbles|wobbled|blurs|blurred|fades|faded|shimmers"
    " floor|stand|up|grab|hold|sit|fall|after|off !pool !lane !crawl",
    "mouth|face|smile|cheek|eye|lip pulling|pulled|pulls|slid|sliding|falling|slack|frozen|stiff one_side"
    "|to_one|side|mirror"
    "|morning|suddenly|down",
    "heart somersault|backflip|flip|jolt|lurch~|drop~|skips|stumbles|stops pale|dizzy|faint|weird|beat|cough"
    "|white|scared"
    " !price !movie !saw_him !saw_her !kettlebell !drop_the",
    "clipped|hit|banged|knocked|bumped|smacked|cracked head|skull|temple remember|forgot|minutes|blank"
    "|memory|hazy|dazed|fuzzy"
    "|slow|ringing|stars|sick",
    "confused|disoriented|delirious|couldnt_remember|cant_remember|forgot|didnt_know|lost where_i|my_own"
    "|my_name|own_name"
    "|own_street|way_home|what_day|the_year|address|who_i|where_i_live|whose !plan !app !exercise !password"
    " !locker !car",
    "confused|disoriented|delirious|incoherent|muddled|babbling run|race|heat|finish|hit|suddenly|sun|hot"
    "|fall|crash|minutes"
    " !app !plan !which !exercise !weights !chart !numbers !week !route !rpe !about !zone",
    "leg|legs|calf|ankle|foot|arm swelled|swollen|puffed_up|swells|swelling flight|puffing|breath|breathless"
    "|one_side|trip|red"
    "|hot|chest !roll~ !twist~ !sprain~ !landed !fell",
    "puffing|panting|winded|breathless|gasping sitting|rest|resting|stairs|now|flight|bed|nothing|walking"
    "|talking|lying|wakes"
    " !hill !train !sprint~ !interval~ !view !race !rower",
    "tight|pain|pressure|discomfort|ache|burning|hurts|heaviness|twinge|squeezing chest|heart|breastbone jog"
    "|jogging|run"
    "|running|exert|exertion|effort|stairs|breathe|breathing|minutes|nauseous|arm|jaw|stop|rest|walk|walking"
    "|cycling|swim"
    f"|shovel~|kettlebells|row|rowing {UNLESS_CHEST_DAY}",
    "numb|numbness|tingling|cant_feel|no_feeling|lost_feeling|pins_and_needles leg|legs|arm|hands|feet|foot"
    "|face|toes|fingers"
    " since|days|week|weeks|morning|both|stumbl~|back|neck|spreading|suddenly|still|constantly|keeps|whole"
    " !pump !cold !ice !minute !grip~ !slept !haha !lol !great !amazing !cycling_gloves",
    f"my_chest|in_chest|in_my_chest|across_my_chest|on_my_chest|behind_my_breastbone|my_breastbone"
    f"|my_sternum lock~|seize~"
    f"|clench~|burst~|explode~|tear~|shoot~|electric|tight|tightening|squeezed|crushed|aches|hurts|pain|pressure|heavy"
    f"|pounding|burns|flutter~|fluttering|stab~|stabbing|caving|knot|cramp~ {UNLESS_CHEST_DAY} !grew !stretch_my",
    f"{HEART} throat|climb_out|climbing_out|out_of_my_chest|jump_out|leap~|mouth|explode|burst|give_out"
    f"|dancing|somersault~|trembl~|quiver~|off"
    f"|drop~_a_beat|stumble~|trip~ !drop_the {NO_SENSOR} !rate_drift !excited !love_song",
    "heart_attack|cardiac_arrest|stroke|mini_stroke|pericarditis|myocarditis|heart_failure|heart_block"
    "|long_qt|cardiomyopathy"
    "|stent|heart_condition|heart_murmur i|me|my|had|suspected|having|maybe|hospital|symptoms|rushed|with"
    " !swim !rowing !stroke_rate !catch !freestyle !golf !butterfly !breaststroke !price !almost_gave",
    "woke|came|come|found|wake floor|ground|face_down|next_to|on_the|tiles|mat"
    " idea|remember|got_there|what_happened|blood|rack|people|how_i|no_memory|confused !hotel !wrong_side !alarm",
    "side|half|whole_body weak|numb|paralysed|paralyzed|tingling|dead|collapse~|limp suddenly|whole|right"
    "|left|entire|one"
    " !curls !unilateral !rows !imbalance !lunges !weaker !side_plank !half_marathon !bridge !sleep",
    "eyelid|mouth|face|smile|cheek|lip hang~|hanging|sag~|sagging|droop~|drooping|crooked|uneven|lopsided"
    "|twisted|wonky|drop~",
    "dribble|dribbling|drool|drooling drink|mouth|side|corner|face|suddenly !ball !basketball !baby !dog",
    "had_a_fit|had_fits|having_fits|a_seizure|had_seizures|shaking_uncontrollably|jerking_all_over|foaming !of_laughter"
    " !of_giggles",
    "words|speech|sentences come|came|out|are|went backwards|jumbled|wrong|gibberish|nonsense|scrambled|slurred|mush",
    "rushed|ambulance|911|999|paramedics|ambulances|er|emergency_room|a_and_e|casualty"
    " hospital|heart|chest|collapsed|fainted|called|monitor~|passed|ecg|stroke|seizure|breath~|blood !shift"
    " !nurse !doctor_in",
    "pulse|heart_rate|resting|hr|blood_pressure|bp faint|fainted|fainting|dizzy|pass_out|passed_out|collapse|black_out"
    "|headache|180|190|200|210|dropped_to|through_the_roof|sky_high !training !zone !after_sprints !interval~ !strap",
    "sweat~|sweating|nausea|nauseous|sick|clammy|queasy arm|jaw|chest|shoulder|neck ache|dull|pain|tight"
    "|heavy|pressure|hurts"
    " !day !workout_was !sore !muscle",
    "ribs|ribcage|bra|chest|upper_body tight|tightness|squeeze~|band|pressure|belt|vice|clamp stairs"
    "|third_floor|hill|uphill"
    "|walk~|climb~|top|flight|resting|cold_air !press !sports_bra !kick~",
    "room|world|everything|ceiling|gym going_round|spinning|spins|spun|tilt~|sway~|rocking|moving|upside_down"
    " since|keeps|when|suddenly|after|lie|stand|wont_stop|deadlift|hold !class !bike !options",
    "rhythm|ecg|ekg|watch|garmin|apple_watch irregular|abnormal|afib|warning|alert|a_fib|arrhythmia"
    "|fibrillation !music !sleep",
    "sounded|sound|hearing|ears|voices|noise underwater|far_away|muffled|ringing|distant legs|jelly|down"
    "|dark|caught|faint"
    "|stand|tunnel|vision|dizzy|grey|floor !pool !swim",
    "half|part|side|patch|chunk missing|gone|blank|blind|black|blurred|shimmer~ screen|vision|sight|eye"
    "|field|page|word|face"
    " !leg !plan !program",
    "cant|couldnt|not|wasnt get|getting|take|catch enough_air|a_full_breath|air_in|my_breath|full_breath"
    "|deep_breath|breath"
    " supermarket|sitting|lips|hands|tingling|night|bed|couch|walking|days|since|standing|resting|chest|still"
    " !sprints !interval~ !repeats !hill",
    "grip|strength|hand|fingers|arm losing|lose|lost|weak|fading|clumsy|useless|numb"
    " keys|cup|mug|phone|pen|bottle|buttons|things|dropping|write|typing|fork !straps !deadlift~"
    " !double_overhand !hook",
    "pull_over|drive|driving|car|wheel|bus unconscious|pass_out|faint|fainted|blackout|black_out|dizzy"
    "|vision|passed_out"
    "|blacked_out !slept",
    "stiff_neck|neck_stiff|cant_bend_my_neck fever|rash|light|headache|vomit~",
    "fever|infection|antibiotics|flu|covid heart|chest|breath|palpitations|racing !gone !better",
    "dizzy|faint|lightheaded|light_headed|woozy|wobbly|shaky|spacey|spaced_out so|very|really|often|lately"
    "|daily|days|week"
    "|keep|getting|episodes|spell|spells|attacks|today|when|near|almost|got|went !coffee !happy !excited !legs !lunges"
    " !bulgarians",
)
