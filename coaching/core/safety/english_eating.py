"""What people tell in English of food, weight and the wish to be less: the parts that make it up, in whatever order.

How a line is read stands in `coaching.core.safety.matching`.
"""

from __future__ import annotations

FOOD = (
    "food|eat|eats|eaten|eating|ate|meal|meals|dinner|lunch|breakfast|supper|carbs|bread|cake|pizza|calories"
    "|kcal|biscuit"
    "|biscuits|cookie|cookies|snack|snacks|sugar|rice|dessert|chocolate|burger|fries|pasta|restaurant|binge"
    "|macros|ate_out"
    "|icecream|ice_cream|crisps|chips|banana|grape|almond|cereal|solids"
)
SICK = "!flu !bug !poisoning !sprints !intervals !rower !row !metcon !workout !race !hungover !wine !burpees !2k !wod"

EATING: tuple[str, ...] = (
    "cant_stop|all_i|constantly|always|obsessively|never_stop think|thinking|thought food|calories|eating"
    "|weight|thin !pizza_night !hungry_after",
    "ate|eat|had cookie|cake|pizza|biscuit|burger|donut|chocolate|dessert|sweets|fries|bread cardio|run"
    "|miles|hours|burpees|steps|gym now|so|must|have_to|need_to|double|extra !love !enjoyed !fuel",
    "throw_up|throwing_up|threw_up|throw_it|puke~|puking|purge~|vomit~|be_sick|myself_sick|chuck_up"
    "|chucking_up|chuck_it|bring_it_up"
    "|bringing_it_up|get_rid_of|got_rid_of|spit_it_out purpose|deliberately|make_myself|made_myself|making_myself|force"
    "|forced|fingers|throat|toothbrush|after_dinner|after_meals|after_eating|after_every|bathroom|secretly|every_meal"
    f"|most_days|weeks|thin|all_up|macros|my_food|what_i_ate|dinner|lunch|food|meal|binge {SICK}",
    "fingers|finger|toothbrush|spoon throat",
    "binge~|bingeing|binging throw~|purge~|starve~|restrict~|again|night|cereal|guilt~|cant_stop|sick|fast|skip~"
    " !series !netflix !show !watch~",
    "cant|not|dont|wont|only|never|refuse|let eat|have_dinner|have_lunch|dinner|lunch|food|breakfast|supper"
    " unless|if_i_havent|if_i_dont|if_i_skip|have_trained_first|trained_first|earned|until_ive|until_i|deserve|that_day"
    "|under_50|run_first|on_rest_days|rest_days|if_i_didnt !sick_if !hours !nausea",
    f"{FOOD} run|ran|burpees|cardio|bike|steps|situps|sit_ups|treadmill|miles|hours|10k|5k|workout|squats"
    f"|exercise|k|rower"
    " cancel~|burn_off|burn_it|owe|doesnt_count|didnt_count|undo|pay_for|paid|punish~|compensate~|work_it_off|work_off"
    "|make_up_for|erase|guilty|guilt|fix_it|as_punishment|because_i_had|because_i_ate !watch_says",
    "squats|situps|sit_ups|exercise|workout|jump~|run|cardio|burpees|plank|steps bed|secret|secretly"
    "|midnight|fracture|fever"
    "|injured|3am|at_night paid|earned|calories|burn|because|fat|guilty|food|pizza|ate|day|count !burned",
    "scale|scales|weigh~|weighing|weight|number times_a_day|several_times|every_hour|mood|cry|cried|crying|panic|ruins"
    "|decides|before_and_after|8|9|constantly|obsess~|hate_myself|dont_eat|starve|starving|dictates|meltdown"
    "|sob~|200_grams"
    "|freak_out|wont_eat my|i|me|myself !bar !kg !plates !sets !reps !strength !baby",
    "cry|cried|crying|sob|panic|meltdown number|scale|weight|grams|kg up|goes|gained|gain|higher|even !bar !max !pr",
    "fat|huge|enormous|disgusting|too_big|whale|pig|chubby|obese|gross feel|see|still|mirror|look|think|girl"
    " bmi|kg|pounds|bony|underweight|mirror|eat|eating|food|size|clothes|ribs|everyone|even_though|fall_off|falling_off"
    " !burn !fat_burn !percentage !loss !percent !bar !healthy !set !pump",
    "bmi 12|13|14|15|16|17",
    "get|be|weigh|im|until|stay|below|under 35|36|37|38|39|40|41|42|43|44|45|46|47|48|49|50"
    " kg|pounds|below|under need|have_to|must|want|until|goal|stop|everyone|even eat|scale|stop|skinny|thin"
    "|fast|fasting|weigh"
    "|down_to|lose|still !minutes !min !seconds !reps !rpe !bench !squat !dumbbells",
    "down_to 35|36|37|38|39|40|41|42|43|44|45 kg|43kg need|everyone|below|want|still|stop|get",
    "havent_eaten|not_eaten|no_food|without_food|stopped_eating|only_water|just_water|water_only|nothing_but|living_on"
    "|surviving_on|live_on|living_off|havent_had_food|didnt_eat|fasting|water_fast|not_eating days|day|week"
    "|weeks|sunday"
    "|monday|tuesday|wednesday|thursday|friday|saturday|weigh_in|lean|thin|light|skinny|coffee|gum"
    "|make_weight|wedding|shoot"
    "|under_50|only_water !intermittent !hours !meat !sugar !carbs !gluten !friday_evening",
    "laxative|laxatives|laxitives|senna|diuretic|diuretics|water_pills|diet_pills|dnp|clen|clenbuterol"
    "|ipecac|thinspo|proana"
    "|meanspo|bonespo|thigh_gap|orthorexia|orthorexic|bulimia|bulimic|anorexia|anorexic|bulemia|anorexic"
    "|ednos|arfid|red_s"
    "|binge_eating|binge_and_purge|eating_disorder|disordered_eating",
    "my_ed|ed loud|voice|relapse~|back|recovery|brain|thoughts|treatment|unit|therapist|again !sheeran !doctor",
    "treatment|therapy|therapist|clinic|inpatient|hospital|dietitian|relapse~ anorexia|bulimia|eating"
    "|orthorexia|binge~|ed"
    "|food",
    "period|periods|cycle|cycles|menstruation|bleed stopped|lost|gone|missing|disappear~|vanish~|absent"
    "|skipped|havent_had"
    "|havent|no|not_had|without months|month|since|cut|cutting|weight|runners|diet|year|half|dropped_weight|lean"
    " !started !pregnant !pill !iud !menopause !bike !training_cycle !block",
    "hide|hid|hidden|hiding|lie|lied|pretend~|told|tell|secret|secretly|threw_away|throw_away|napkin|bin"
    "|flush~|crumble|feed"
    " food|ate|eaten|eat|dinner|lunch|meals|eating|plate mum|mom|dad|parents|wife|husband|napkin|rest|nobody"
    "|already|bin"
    "|threw|away|notice|school|friends|bits !recovery !form !bar !advice",
    f"afraid|scared|terrified|fear|panic~|anxious|anxiety|dread|freak~|guilty|guilt|ashamed|shame|dirty"
    f"|disgust~|hate_myself"
    f"|hated_myself|regret|cry|cried|hide|disgusting|scare {FOOD} !zero !onions !no_regrets !menu_prices"
    f" !poisoning !spicy",
    "rest_day|rest_days|day_off|rest|stop_training get_fat|id_get_fat|be_fat|blow_up|gain_it_back",
    "rest_day|rest_days|day_off|missed_session scared|scare|terrified|panic|guilty|anxious|hate fat|eat|burn"
    "|food|calories"
    "|gain|weight",
    "weigh|log|count|track|measure every grape|bite|gram|almond|leaf|calorie|crumb|sip|mouthful|lettuce|food"
    " !protein_only",
    "powerful|proud|strong|in_control|love|winning|high|clean|pure|good stomach|hungry|hunger|growls"
    "|growling|empty|bony"
    "|bones|ribs|collarbones|fasting|starving ignore|feel|skip|comment~|everyone|look|seeing|i_love !bone_broth !gain",
    "everyone|people|they|family|friends|mum|mom|coach|doctor says|say|said|tell|comment~|commenting|worried|keeps|keep"
    "|stop thin|skinny|bony|too_thin|underweight|skeleton|weight_loss love|good|still|want_to_lose|proud|but_i|more"
    " !bulk !gain !muscle !bigger !grow",
    "thighs|stomach|belly|body|legs|arms|reflection|mirror hate|touch|disgust~|disgusting|gross|cut_off|ashamed|jiggle"
    "|stop_eating eat|eating|food|starve|skip|thin|gap|fat|skinny !doms !split !fat_burning",
    "restrict|restricts|restricting|restricted|limit|staying_under|stay_under|keep_under|max_of 300|400|500"
    "|600|700|800|900"
    " !burned !deficit !snack !metres !m !reps",
    "one|half|had biscuit|cookie|cake|bite|slice|sweet|chocolate owe|punish~|pay|hate|must|cancel|double",
    "hair|cold|nails|lanugo falling|coming_out|falling_out|thinning|always|breaking scale|weight|eating|kg|losing|lose"
    "|finally|period !wash !water",
    "skip|skipping|skipped|no dinner|lunch|meals|breakfast|eating|food thin|skinny|be_thin|slim|lose|fat"
    "|dress|bikini|wedding",
    "food|eating|meals|eat dirty|feel_dirty|disgusting|contaminated|punishment|enemy|poison|control|ruins"
    "|owns makes|feel|me"
    "|my !poisoning !spicy !bulking",
    "dont_deserve|dont_deserve_to|not_allowed_to|havent_earned|didnt_earn|have_to_earn|must_earn|need_to_earn|earn_my"
    f" {FOOD} !cheat",
    "clothes fall|falling|hang|hanging|loose enormous|fat|huge|big|still !bigger_size",
    "not_eating|wont_eat|not_going_to_eat|stop_eating|no_eating|skip_eating until|till|so abs|show|weekend"
    "|thin|wedding|photo"
    "|shoot|weigh_in|beach|monday|friday|kg|flat !training !after_training !late",
    "cut_out|gave_up|eliminated|dropped everything|all_food|all_carbs|every_food|most_food but|except|fruit"
    "|and|still|scared"
    "|scale !stress !distract~ !sponsor",
    "have_to|must|need_to steps|miles|km|reps|hours|burpees|minutes before|until|first let_myself"
    "|allow_myself|eat|meal|food"
    "|dinner|breakfast !dog !bus !work",
    "eat|eating|ate alone|car|bathroom|hiding|secret|closet shame|ashamed|disgust~|nobody|see|sees|sees_me"
    "|seen|hide|guilt"
    " !commute !drive_thru",
    "trousers|clothes|jeans|pants fall|falling|hang|loose|baggy fat|still|hips|more|thighs|belly|huge !new_size !happy",
    "only_allow_myself|only_let_myself|allow_myself_only|dont_allow_myself|wont_allow_myself|dont_let_myself"
    "|cant_let_myself"
    " apple|eat|food|dinner|lunch|calories|one|half|carbs|bread|sugar|snack|meal !hour !rest_day",
    "i_vomit|i_purge|i_puke|i_throw_up|i_was_purging|purging_again|started_purging|been_purging lunch|dinner"
    "|meal|meals|food"
    "|weight|class|stay|thin|again|everything|after|eat !flu !bug !sprints !rower !workout",
    "cant_stop|obsessed|addicted|compulsive~|compelled restricting|dieting|starving|purging|bingeing|binging"
    "|losing_weight"
    "|weighing|counting|fasting|body_checking|exercising|being_thin",
    "cotton_balls|ice_cubes|diet_coke|diet_soda|tissue|tissues|gum|cigarettes|water full|hunger|swallow~"
    "|instead_of_food"
    "|instead_of_eating|instead_of_meals|kill_my_appetite|suppress|not_eat|stomach_quiet !pool !meal_prep",
    "safe_food|safe_foods|fear_food|fear_foods|body_checking|body_check|goal_weight|ultimate_goal_weight|ugw"
    "|skinny_enough"
    "|thin_enough|not_thin_enough|too_fat_to_eat|hate_my_body|hate_how_i_look|disgusted_by_my_body|fat_pig"
    "|fat_cow|sick_enough"
    "|collarbones_showing|ribs_showing|bones_showing|hip_bones|thigh_gap|bikini_bridge|edtwt|wannarexic|chew_and_spit"
    "|chewing_and_spitting|puking_up|fear_of_food|afraid_of_food|scared_of_food|afraid_to_eat|scared_to_eat"
    "|refuse_to_eat"
    "|dont_eat_anymore|stopped_eating|cant_make_myself_eat|dont_deserve_food|dont_deserve_to_eat|need_to_be_thin"
    "|need_to_be_skinny|want_to_be_skinny|want_to_be_thin|starve_myself|starving_myself"
    " !squat !bench !deadlift !goal_weight_on",
    "only|just|nothing_but|exclusively juice|water|broth|tea|coffee|shakes|cucumber|egg_white|lettuce|apples"
    "|fruit|celery"
    "|popcorn|rice_cakes weeks|days|week|month|scale|safe|skinny|thin|since !morning !before !gym_bag"
    " !in_the_gym !snack",
    "ana|mia|ed recovering|recover~|trigger~|triggers|relapse~|voice|tips|buddy !my_friend_ana",
    "numbers|calories|scale|mirror|app|weigh_ins trigger|triggers|triggering|triggered|spiral|spiralling|spiraling"
    " !notification !alarm",
    "forced|got|brought|threw|get out|up ate|donuts|cake|binge|pizza|food|meal|eaten|cookies !of_bed !early !the_set",
    "dont_get_to|dont_deserve|not_allowed|havent_been_good|been_bad|was_bad|cant_have|banned_myself"
    "|forbid_myself|i_forbid"
    f" {FOOD}|treat|treats !allergic !allergy !doctor !celiac !ibs !intoleran~ !lactose",
    "smell|thought|sight|taste|idea food|eating|meal|dinner guilty|sick|panic|disgusts|disgusting|anxious"
    "|terrified|scares"
    " !pregnan~ !bad_food",
    "wrap|circle|fit fingers|hand|hands wrist|arm|thigh|waist around|now|nearly|can|touch !bar !grip !thick !straps",
    "wont|cant|avoid|avoiding|cancel~|cancelled|skip|skipping|scared|refuse party|restaurant|restaurants"
    "|dinner|birthday|wedding"
    "|christmas|going_out|eating_out|dates cake|food|eat|calories|meal|menu|weight !busy !late !babysitter !travel~",
    "makes_me_eat|forces_me_to_eat|made_me_eat|force_me_to_eat|make_me_eat|tries_to_feed_me|watches_me_eat"
    " burpees|run|bathroom"
    "|after|squats|pretend|hide|hate|so|stop|angry",
    "pinch|pinching|grab|check|checking|measure|measuring|squeeze stomach|belly|fat|waist|thighs|arms|ribs|hips"
    " day|times|fast|every|more|skip|mirror|hate|constantly !body_comp !tape_for !calipers !squat",
    "goal_weight|target_weight|lowest_weight|number_on_the_scale keeps|lower|moving|down|never|next|happy"
    "|worth !squat !bench"
    " !deadlift !bar",
    "weight|bmi doctor|dangerous|dangerously|low|hospital|worried cant_stop|restrict~|lose|more|love|still"
    "|proud|lower|dont_care"
    " !bar !plates !gain !bulk",
    "empty_stomach|hunger|hungry|starving|emptiness good|love|clean|pure|high|addicted|addictive|proud|win"
    "|winning|reward"
    " !work_out !cardio_on !dinner !after_training",
    "no_period|lost_my_period|period_stopped|no_periods|periods_stopped|missing_period|period_is_gone"
    "|period_went|period_gone"
    "|havent_bled|lost_my_periods|period_vanished !pregnan~ !pill",
    f"punish~|punishing|punishment|penance|payback {FOOD} run|cardio|extra|myself|workout|gym|steps|miles|starve|fast"
    " !parking !coach",
    "exercise|workout|train|run|cardio|gym sick|injured|fever|broken|fracture|exhausted|hospital|dizzy"
    " calories|burn|fat|eat|ate|food|weight|gain|guilt|cant_stop|have_to_anyway !poisoning !bug",
)
