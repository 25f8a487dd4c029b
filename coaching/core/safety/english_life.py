"""What people tell in English of pregnancy, and being under eighteen: the parts that make it up, in whatever order.

How a line is read stands in `coaching.core.safety.matching`.
"""

from __future__ import annotations

WITH_CHILD = (
    "pregs|preggo|preggers|prego|knocked_up|up_the_duff|bun_in_the_oven|growing_a_human|eating_for_two|weeks_pregnant"
    "|months_pregnant|im_pregnant|pregnant|gave_birth|giving_birth|c_section|csection|cesarean|caesarean|postpartum"
    "|post_partum|miscarriage|miscarried|lost_the_baby|stillbirth|stillborn|ectopic|embryo|embryo_transfer"
    "|ivf|iui|diastasis"
    "|pelvic_floor_physio|obgyn|trimester|first_trimester|my_due_date|prenatal|antenatal|postnatal|morning_sickness"
    "|braxton_hicks|gestational|breastfeeding|midwife|obstetrician|baby_bump|my_bump|week_scan|preeclampsia|placenta"
)
SCHOOL = (
    "gcse|gcses|a_levels|alevels|homeroom|detention|recess|homework|varsity|jv|junior_varsity|middle_school"
    "|sixth_form|learners_permit|pe_class|school_bus|form_tutor|first_period|second_period|my_pe_teacher|8th_grade"
    "|9th_grade|10th_grade|11th_grade|7th_grade|6th_grade|ninth_grade|tenth_grade|eleventh_grade|eighth_grade"
    "|prom|pe_first|my_school|school_team|high_school_team|my_high_school|spelling_bee|field_trip|my_mum_has_to_drive"
)
NOT_TEACHER = (
    "!i_teach !teach !teaching !i_coach !coaching !my_son !my_daughter !my_kids !my_students !my_kid"
    " !our_son !our_daughter"
    " !kids !when_i_was !back_in !since_high !years_ago !reunion"
)

PREGNANCY: tuple[str, ...] = (
    f"{WITH_CHILD} !wife !girlfriend !sister !wifes !friend !in_general !cat !dog !client !clients !blog",
    "expecting|due|arriving january|february|march|april|may|june|july|august|september|october|november|december|baby"
    "|spring|summer|autumn|twins|number_2|first|second|third !parcel !package !delivery !report !visitors"
    " !payment !race"
    " !wife !girlfriend !sister !rain !results",
    "lines|line two|2|pink|double|second|faint morning|test|pink|positive|stick|pregnan~ !lift !row !queue",
    "test|tested positive lift~|squats|stop|just|got|pregnancy|faint|morning|weeks|train !covid !blood !drug !flu",
    "leak~|leaking jump~|run|running|sneeze|cough baby|weeks|birth|still|months|since !bottle !roof",
    "baby|little_one|bub|twins|bump kick~|kicking|dropped_low|breech|engaged|heartbeat|due|in_the_way|showing|dropped"
    " inside|me|my|during|low|now|running|warmups|bar|due|im !car !road !plates !sister !wife",
    "days_late|weeks_late|period_is_late|late sick|throwing_up|test|nausea|nauseous|tender|every_morning"
    "|positive|missed"
    " days|weeks|morning|period !session !work !train !bus",
    "three_of_us|four_of_us|five_of_us|baby_on_the_way|one_on_the_way|number_two|bub_on_the_way by|summer|soon|spring"
    "|winter|autumn|christmas|way|coming|told_work !squad !team",
    "haven_t_told|havent_told|nobody_knows|not_told weeks|wks|scan|baby|pregnant|summer 9|8|10|12|scan|three"
    "|bump|baby|us",
    "scan|ultrasound week|weeks|12|20|baby|heartbeat all_is_well|well|change|baby|fine|good|saw|had !mri"
    " !knee !shoulder",
    "my_bump|the_bump|baby_bump|my_belly|pregnant_belly big|too_big|rowing|row|plank|bar|bend|in_the_way|reach|see"
    " !fat !beer !speed !road",
    "expecting|having|due|awaiting our_first|our_second|our_third|our_baby|a_baby|first|second|baby|twins"
    " january|february|march|april|may|june|july|august|september|october|november|december|spring|summer"
    "|autumn|fall|winter|soon"
    " !parcel !meeting !race !meet !guests !rent",
    "months_along|weeks_along|weeks_gone|months_gone|weeks_pregnant|months_pregnant|weeks_postpartum|wks_pregnant"
    " !plan !program !marathon !block",
    "lochia|colostrum|cervix|contractions|water_broke|waters_broke|episiotomy|prolapse|doula|milk_supply|pumping_milk"
    "|section_scar|emergency_section|fundal|fetus|foetus|pelvic_girdle|spd_pain|kegels_for_birth|baby_is_due|im_due"
    "|baby_due|expecting_a_baby|expecting_our|having_a_baby|carrying_twins|carrying_a_baby|got_pregnant|get_pregnant"
    "|getting_pregnant|trying_to_conceive|ttc|clomid|egg_retrieval|fertility|pregnancy_test !prolapse_of"
    " !muscle_contractions"
    " !sister !wife !wifes !girlfriend !friend",
    "delivered|had|birth|born daughter|son|baby|twins|girl|boy|little_one weeks|section|emergency|days"
    "|stitches|forceps|tear"
    " !parcel !sister !wife !his !niece !nephew !football",
    "stick|test turned|blue|positive|lines contact|lifting|sports|lol|now|morning|pregnan~ !usb !hockey"
    " !covid !max !fitness",
    "20|21|22|23|24|25|26|27|28|29|30|31|32|33|34|35|36|37|38|39|40 weeks toes|belly|bump|kick~|rings|pelvis"
    "|midwife|baby|scan"
    "|heartburn|hips !program !plan !training !streak",
    "belly_button|navel|bump|belly popped|out|growing|in_the_way|huge|stretch~|showing rings|planks|weeks"
    "|month|bar|baby|no"
    " !leg_raise !fat !beer !pizza !hernia",
)

MINOR: tuple[str, ...] = (
    "my_mom|my_mum|my_dad|my_parents|mom|mum|dad has_to_sign|must_sign|needs_to_sign|signed|signs|sign_for"
    "|sign_the|wont_sign|to_sign !petition !will",
    f"mom|mum|dad|mother|father|parent|parents|guardian sign|signs|signed|signature|consent|permission"
    f"|has_to_sign|register|approve my|me|i|for|membership {NOT_TEACHER} !their",
    f"{SCHOOL} {NOT_TEACHER}",
    f"year|grade|in 7|8|9|10|11|seven|eight|nine|ten|eleven school|squad|rugby|gcse|exams|football|team"
    f"|year_10|year_9|year_11"
    f"|grade_9|grade_10|grade_8 im|i|my|want|make|grader|year|grade !reps !sets !kg !weeks !years !sets_of"
    f" {NOT_TEACHER}",
    "my_mom|my_mum|mom|mum|dad|my_dad|parents drive_me|drives_me|wont_let|doesnt_let|dont_let|let_me|lets_me|allow_me"
    "|permission|sign|signed|too_young|pick_me_up|drop_me|grounded|adult|older|till_im|until_im|has_to_drive|pay|my_age"
    f" {NOT_TEACHER} !their_gym",
    f"u12|u13|u14|u15|u16|u17|under_15|under_16|under_17|under_14 our|my|team|im|play|squad|me {NOT_TEACHER} !i_train",
    f"my_teacher|teacher|after_school|school_tomorrow|school_gym made|missed|practice|test|bus|grade|cant"
    f"|exam|permit|class"
    f"|stay|wants|told {NOT_TEACHER} !yoga !spin !dance !pilates !pick_up",
    "till_im|until_im|not_till_im 16|17|18|older|an_adult|adult|old_enough|bigger !retire !kg",
    "algebra|geometry_class|math_class|maths_class|biology_class|spanish_class|study_hall|report_card"
    "|good_grades|lunch_period"
    "|ask_my_mum|ask_my_mom|ask_my_dad|ask_my_parents|curfew|pocket_money|youth_team|academy_team|junior_team|puberty"
    "|growth_plates|growth_plate|growth_spurt|middle_school_track|high_school_track|middle_school|track_team_tryouts"
    "|student_council|school_nurse|pe_teacher|gym_teacher|guidance_counselor|school_bus|school_night|freshman_year"
    "|sophomore_year|im_a_freshman|im_a_sophomore|year_7|year_8|year_9|form_3|secondary_school|primary_school|o_levels"
    "|my_classmates|my_classmate|school_exams|mock_exams|school_holidays|summer_camp_for|homeroom_teacher|my_homeroom"
    " !help_my !my_kid !my_son !my_daughter !my_sons !my_daughters !teach !teaching !i_coach !coaching !sons"
    " !daughters !kids"
    " !school_days !in_my_school !years_ago !was_a !back_in !used_to",
    "mum|mom|dad|parents|mother|father|guardian allowed|allow|permission|only_pay|will_pay|pay_if|grades"
    "|ground~|strict|too_young"
    "|not_old_enough|consent|forbid|forbids|wont_let|doesnt_let|dont_let me|my|im|i !retire !care_home"
    " !visit~ !business"
    " !son !daughter",
)
