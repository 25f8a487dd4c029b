"""Kinds of English words: what the second opinion (`hints.py`) takes for the same thing, a word it never saw too.

A kind is a place in a scene: a part of the body, what it feels like, since when, who does it. A word may be of several
kinds and counts in all its forms; `_` joins words. Written from what words mean, many stand in no labelled line.
"""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "self": "i me my im ive id ill myself mine",
    "they": "he she they him her them his hes shes their theyre",
    "nobody": "nobody noone no_one anybody anyone everyone everybody",
    "kin": (
        "mum mom mother dad father sister brother kid kids son daughter wife husband grandma grandpa parents "
        "family uncle cousin stepdad stepfather aunt boyfriend girlfriend partner friend roommate nan gran granny "
        "hubby missus spouse fiance bf gf mate bestie flatmate boy girl baby twins ex in_law father_in_law "
        "mother_in_law teammate colleague neighbour carer"
    ),
    "boss": (
        "coach trainer physio teacher masseur doctor instructor captain manager sensei gaffer supervisor sergeant "
        "assistant staff owner director masseuse doc chiropractor therapist federation"
    ),
    "authority": "parents mum mom dad mother father teacher school mommy mama principal headmaster guardian stepdad",
    "die": (
        "die dying dead death kill suicide suicidal unalive kms hang overdose corpse funeral grave deceased "
        "cemetery coffin ashes buried bury perish lifeless perished hanging hanged afterlife heaven"
    ),
    "end": (
        "end over finish stop disappear vanish leave gone quit goodbye farewell last forever done away exist "
        "existing rest peace ending ended final vanished erase delete deleted cease opt_out check_out checked_out "
        "log_off wrap_up"
    ),
    "life": (
        "life live living alive world existence future tomorrow born wake breathing awake morning mornings "
        "next_year next_month next_week next_season thirty earth planet years_left exist wake_up waking"
    ),
    "worth": (
        "worthless burden useless pointless meaningless hopeless empty nothing point meaning reason deserve "
        "better_off relieved without_me trash hate waste wasted failure fail disgrace disappointment nuisance "
        "dead_weight space unwanted unloved invisible replace replaced replaceable without_us cheaper relief"
    ),
    "means": (
        "rope blade razor knife gun pill tablet bridge roof balcony train track cliff wheel bleach pesticide "
        "bottle platform lighter overpass ledge edge railing rail barrier river reservoir lake canal quarry pier "
        "garage crane scaffold tower beam rooftop lift_shaft car_park carbon exhaust gas oven helium hose noose "
        "cord belt_loop gunshot rifle shotgun pistol revolver trigger weedkiller antifreeze insulin paracetamol "
        "tylenol meds medication sleeping_pills overdose stash stockpile bathtub wrists throat"
    ),
    "hurtself": (
        "cut burn scratch punch hit slit scar bleed bruise slice sliced carve slash scrape burned singe stub bite "
        "pinch bang hitting_myself myself harm self_harm punching"
    ),
    "giveaway": (
        "give gave will letter sort goodbye note password dog cat insurance payout papers passwords passcode keys "
        "ring funeral inheritance debts belongings guitar plants headphones will_be_fine look_after rehome tidy "
        "sorted goodbyes"
    ),
    "happy": (
        "love great fun happy enjoy proud awesome nice lovely best best_ever haha lol lmao good thanks joy funny "
        "laugh glad pleased smile laughed laughing excited yay pumped thrilled brilliant perfect grateful chuffed "
        "beautiful yum tasty finally cool fab delighted blast"
    ),
    "sad": (
        "cry sad tears scared afraid lonely alone numb tired exhausted ashamed guilty disgust terrified fear weep "
        "sob miserable hollow empty desperate despair unhappy depressed depression grief mourning overwhelmed "
        "panic dread sorrow drained weary broken shame"
    ),
    "train": (
        "squat deadlift bench run set rep interval session workout burpee press row pull lift snatch clean lunge "
        "class plan programme program gym plank sprint race marathon km kg pr pb thruster amrap wod training belt "
        "straps bar barbell kettlebell dumbbell box ruck hike swim pool cycling bike ride treadmill rower erg "
        "tempo deload warm_up cool_down stretch yoga pilates spin crossfit hiit cardio volume hypertrophy curls "
        "dips pull_ups pushups chin_ups overhead rack plates goblet circuit parkrun 5k 10k football basketball "
        "tennis climbing boulder"
    ),
    "legslang": (
        "legs quads glutes abs pecs calves arms lats hamstrings hams biceps triceps shoulders core traps delts "
        "ass butt bum"
    ),
    "heart": (
        "heart chest breastbone sternum pulse heartbeat palpitation rib cardiac ticker bpm heartrate heart_rate "
        "angina rhythm beats thump pecs ribcage arrhythmia pacemaker"
    ),
    "breath": (
        "breath breathe breathing air breathless gasp suffocate choke wheeze puff puffing puffed pant winded "
        "inhale exhale lungs lung suffocating choking air_in gasping inhaler oxygen"
    ),
    "press": (
        "pressure squeeze tight tightness crush crushing heavy elephant belt band brick stone weight clamp "
        "burning vice vise clench fist squeezing squeezed squashed strap iron sits sitting_on_me hoop rope_round "
        "heavy_on horse"
    ),
    "faint": (
        "faint pass_out passed_out black_out blackout collapse unconscious consciousness woke floor ceiling dizzy "
        "lightheaded spin spins sway went_down went_black came_to came_round keel keeled grey_out greyed woozy "
        "wobbly giddy floaty passing_out out_cold knocked_out black went_dark swoon vertigo tilt tilted stagger "
        "topple stars"
    ),
    "numb": (
        "numb tingle tingling pins needles dead weak droop slur limp drag clumsy feeling paralysed tingly prickle "
        "prickly slack useless jelly cotton heavy_arm no_feeling cant_feel paralysis sleepy floppy gone_dead "
        "droopy buzzing dropping drags"
    ),
    "headsym": (
        "head headache vision sight eye eyes see blurry foggy confused memory remember word words speech speak "
        "speaking talk mouth face double light pupil blurred gibberish nonsense slurred smile crooked lopsided "
        "eyelid spots stripes flashes curtain thunderclap worst_headache letters names repeating disoriented "
        "concussion migraine forget forgot face_drops"
    ),
    "urine": (
        "pee urine wee piss toilet bladder cola coke tea brown dark blood wees weeing pees peeing pissing "
        "piss_blood stool poo bowel catheter iced_tea stout rust"
    ),
    "fit": (
        "seizure fit twitch convulse stroke attack shaking jerk seizures fits convulsing convulsion shook "
        "eyes_rolled spasm epilepsy foaming trembling rigid shivers"
    ),
    "allergy": (
        "throat tongue lip lips hives rash swell swelling allergic puffy prawns nuts peanut wasp bee sting stung "
        "itchy epipen anaphylaxis antibiotic welts wheals"
    ),
    "sudden": (
        "sudden suddenly since after during while when moment second out_of_nowhere all_at_once instantly "
        "immediately midway mid_set mid_run halfway right_after"
    ),
    "body": (
        "knee ankle wrist elbow shoulder back hip neck foot heel shin calf hamstring groin achilles finger thumb "
        "toe arm leg hand rib collarbone bicep pec spine tendon muscle thigh forearm kneecap jaw lower_back "
        "tricep quad quads glute calves ribs lumbar disc sacrum sitbone pelvis knuckle knuckles palm sole arch "
        "toenail meniscus acl ligament rotator"
    ),
    "pop": (
        "pop crack snap tear tore torn rip ruptured crunch bang ping click broke broken break fracture dislocated "
        "sprain strain twist roll rolled gave_out slipped popped cracked snapped ripping rupture tearing "
        "dislocate fractured crack_sound went_pop gunshot giveway buckled hyperextend torn_off sliced"
    ),
    "fall": (
        "fall fell land landed drop dropped crash tripped tackle throw smack slam hit landed_on slip slipped "
        "stumble tumbled hit_the_floor crashed collided kicked tackled thrown landed_badly"
    ),
    "cant": (
        "cant couldnt wont unable not_able hardly barely cannot struggle no_way impossible wont_move refuses "
        "unable_to never_again could_barely cant_even"
    ),
    "move": (
        "walk stand bend straighten move turn lift weight_on grip hold sit sleep limp hobble crutches carried "
        "crawl step stairs upstairs climb kneel squat_down put_weight push_off tiptoe wash dress carry raise "
        "reach sideways"
    ),
    "swell": (
        "swollen swell blue purple black bruise bruised lump balloon dent size angle wrong bleeding stitches ball "
        "puffed swelling swole football melon egg hole gap deformed bent dislocated bulge sticking black_and_blue "
        "hot red"
    ),
    "pain": (
        "pain hurt hurts ache sore agony painful niggle stabbing stab sharp burn unbearable hurting aching throb "
        "throbbing stings sting pains tender twinge cramp cramps killing"
    ),
    "strong": (
        "unbearable excruciating agony worst terrible scream screamed cry tears awful horrible bad extreme insane "
        "hell threw_up nails knife screaming agonising brutal torture eight_out_of_ten nine_out_of_ten vomiting "
        "passed shaking crippled intense"
    ),
    "long": (
        "week weeks month months since still always every year forever ago season anymore never_better summer "
        "christmas easter autumn spring winter january february march april may june july august september "
        "october november december days daily fortnight years all_season ages nonstop constantly chronic "
        "persistent lingering weeks_now months_now for_months for_weeks nightly"
    ),
    "night": "night midnight tonight evening 2am 3am dark bed 3 am asleep pillow bedtime small_hours woke wakes",
    "drugpain": (
        "ibuprofen painkiller painkillers diclofenac cortisone injection aspirin tablets voltaren naproxen tape "
        "paracetamol nsaid pills vitamin_i advil tramadol codeine opioid morphine numbing jab"
    ),
    "mild": (
        "mild little bit slight fine normal okay ok ease gone healed better light doms 2_10 3_10 bit_stiff "
        "stiffness niggle sore_but usual typical normal_soreness a_bit kind_of"
    ),
    "food": (
        "eat eating ate food meal dinner lunch breakfast calorie calories kcal carb carbs bread rice cake pizza "
        "sandwich sugar fat oil fruit biscuit snack yoghurt cookie burger grape hungry hunger fridge appetite "
        "meals snacks eaten feed feeding plate porridge oats pasta chips chocolate sweets crisps ice_cream butter "
        "lettuce salad egg toast canteen restaurant takeaway macros kcals starving stomach belly full swallow "
        "chew portion portions cooking cook"
    ),
    "weight": (
        "weight scale weigh kilo kilos kg pounds thin skinny fat lean slim size bones thigh thighs gain bmi abs "
        "number mirror body weighed weighing weighs stone grams 47 jeans waist tummy fatty chubby obese skeleton "
        "ribs_show collarbones leaner shredded cut cutting bodyfat body_fat shape figure lighter heavier smaller "
        "jiggle gut"
    ),
    "purge": (
        "purge vomit throw_up threw_up sick laxative laxatives diuretic puke fingers toilet bathroom spit binge "
        "starve starving fast bulimia bulimic anorexia anorexic teeth throwing_up be_sick bring_up bring_it_up "
        "come_up comes_up sick_up puking vomiting spat spitting laxies dulcolax water_pills diet_pills bingeing "
        "binged fasting restrict restricting gum cotton sink bin flush toothbrush compensate burn_off saline "
        "mustard"
    ),
    "punish": (
        "punish deserve earn allowed allow must failed fail disgust disgusting guilty hate bad ashamed undo burn "
        "run_off secret hide lie skip secretly safe proud deserved deserves earned reward penance guilt shameful "
        "weak lazy fault control rules rule forbidden banned sin clean dirty earn_it must_not not_allowed pretend "
        "hiding hid lied lying sneak disgusts"
    ),
    "period": (
        "period cycle hair cold dizzy periods amenorrhea bleed bled lanugo shivering cold_all hair_loss falling_out"
    ),
    "preg": (
        "pregnant pregnancy baby trimester midwife bump scan birth due expecting womb postpartum breastfeeding "
        "miscarriage twins ivf section preggo weeks_pregnant obgyn pelvic belly newborn ultrasound contractions "
        "conceive trying_for_a_baby cesarean c_section nursing breastmilk nappies morning_sickness bleeding "
        "foetus gestation weeks_along due_date pram perineum waters fertility"
    ),
    "client": (
        "client article thesis student asking colleague patient job work shift nurse book podcast film movie song "
        "lyric documentary course class video study patients ward hospital students lecture exam training_course "
        "workshop news headline character series episode lyrics poem novel research survey"
    ),
    "young": (
        "grade school freshman homework exam teacher mum_says parents classmate u13 u14 u15 u16 junior "
        "middle_school high_school kid teen teenager class allowed gcse sixth_form pocket_money recess braces "
        "detention prom puberty growth homework_due year_9 year_10 teachers prefect locker cheer varsity tryouts "
        "jv allowance curfew mom_says dad_says classroom playground"
    ),
    "age": "old age years yo birthday turned turn born",
    "violence": (
        "hit hits beat beats slap punch kick choke strangle grab shove push threw threaten force whip smash hurt "
        "locked rape raped molest assault abuse abused yell scream belt throw hitting beating slapped slaps "
        "punched kicked choked strangled grabbed shoved pushed threatened forced whipped smashed drag dragged "
        "pinned pin burned spit spat scald bite bitten bruised throttle shake twist kneel belted backhand"
    ),
    "touch": (
        "touch touches hands underwear naked pictures picture kiss kisses shower massage undress shirt sex sexual "
        "body wash changing_room between_legs touched touching fondle grope groped grabs breast breasts crotch "
        "private lap nude nudes pics photo photos filmed films video hotel room bed undressed strip stripped "
        "clothes kissed consent rape sleep_with secret"
    ),
    "control": (
        "let allowed allow permission ask phone keys money passport track leave lock forbid messages reads "
        "friends tell believe secret nobody_will home house lets locks locked hides hid tracks tracked checks "
        "checked monitor follows watching forbids forbidden allowed_out isolate isolated bank card account wage "
        "salary pay papers visa threatens threat blackmail jealous accuses"
    ),
    "fearhim": (
        "afraid scared eggshells flinch hide makeup bruises marks excuse sorry flowers drinks drunk stairs scares "
        "frightened terrified tiptoe walking_on apologise apologised apologized cover sunglasses foundation "
        "long_sleeves bruise black_eye provoked deserved_it fault punish begs begged cry"
    ),
    "sporthit": (
        "sparring boxing bjj judo karate wrestling match opponent referee game win won lost seconds race spar "
        "ring rounds round jab hook sparred tackle tackled grapple rolled knockout fight fighter glove gloves bag "
        "foul card"
    ),
    "past": (
        "ago used_to was recovered years childhood last_year back_in healed once formerly previously earlier "
        "back_then last_summer decade decades overcame better_now"
    ),
    "neg": (
        "no not dont doesnt didnt never without isnt wasnt havent hasnt nothing none nope nor cannot neither aint "
        "couldnt wouldnt wont"
    ),
    "question": (
        "what how why should can is_it does could which when whats hows where whos whys do_you are_there any tips "
        "recommend advice ideas suggest"
    ),
    "object": (
        "phone battery watch app computer internet shoes shoe lace leggings sleeves strap bike chain car parcel "
        "tax dog puppy cat weather rain bag towel bottle shaker locker key keys wifi laptop headphones tv screen "
        "treadmill tyre tire wheel helmet gloves door printer package alarm"
    ),
    "plans": (
        "holiday vacation travel portugal trip back next week monday friday sunday weekend reminder account "
        "subscription cancel pause skip move reschedule swap shift thursday tuesday wednesday saturday tomorrow "
        "mornings evenings calendar slot book flight hotel wedding exams moving"
    ),
    "place": (
        "bridge roof rooftop balcony window overpass cliff ledge railing platform tracks river reservoir lake "
        "canal quarry pier garage barn crane scaffold tower beam motorway highway crossing sea ocean"
    ),
    "affairs": (
        "will insurance payout papers passwords password keys ring note letter letters funeral inheritance debts "
        "cat dog plants guitar belongings goodbye goodbyes videos wallet"
    ),
    "company": "nobody notice miss missed find found remember forget forgot bother care cares need needs replace",
    "heat": (
        "heat hot sun sauna sweat sweating fever temperature dehydrated thirst thirsty humid degrees sunstroke "
        "overheated"
    ),
    "colour": "grey gray blue pale white purple yellow black brown green red dark pink",
    "sensation": (
        "flutter fluttering skip skips skipped pound pounding race racing bang banging thump thumping drum hammer "
        "hammering jump jumping stutter stumble irregular wild jolt"
    ),
    "door": (
        "door lock locked locks key bathroom bedroom room shower showers changing_room car hotel cellar basement closet"
    ),
    "drugs": (
        "steroid steroids tren clen sarms dnp insulin slin cycle pinned inject injected injection diuretic lasix "
        "water_pills thyroid preworkout caffeine energy_drink energy_drinks adderall units dose dosage stack"
    ),
    "drink": "drunk drink drinking drinks alcohol beer beers vodka wine whisky booze hungover",
    "reward": "pr pb medal win won gold finished proud best strong stronger record faster",
    "maybe": "maybe wonder wondering wish hope hoping imagine picture thinking thoughts idea voice",
}
