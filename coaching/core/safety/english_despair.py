"""What people tell in English of harm to oneself: the parts that make it up, in whatever order.

How a line is read stands in `coaching.core.safety.matching`.
"""

from __future__ import annotations

WANT = (
    "want~|wish~|rather|ready|plan~|planned|planning|decided|think|thinking|thought|thoughts|tempted"
    "|tempting|urge|urges"
    "|hope|hoping|dream~|fantasise~|fantasize~|picture|picturing|imagine|imagining|considering|feel_like|going_to"
)
PILLS = (
    "pills|tablets|sleeping_pills|paracetamol|tylenol|acetaminophen|xanax|valium|insulin|antidepressants|sertraline"
    "|opioids|oxy|codeine|benzos|my_meds|all_my_meds|painkillers"
)
PEOPLE = (
    "everyone|everyones|everybody|everybodys|they|theyd|theyll|family|kids|children|wife|husband|parents|people|world"
    "|friends|mum|mom|them|girlfriend|boyfriend|partner|anyone|anybody"
)
GONE = (
    "without_me|wasnt_around|wasnt_here|werent_around|werent_here|not_around|not_here|im_gone|was_gone|were_gone"
    "|im_dead|was_dead|were_dead|disappeared|if_i_died|without_someone_like_me|people_like_me|not_exist|didnt_exist"
    "|never_existed|if_i_left_for_good|not_in_it|me_gone"
)

SELF_HARM: tuple[str, ...] = (
    "gave|giving|give|given|sold|packed|sorted|settled|arranged dog|cat|kit|bike|barbell|medals|things|stuff|"
    "belongings|everything|will|affairs wont_need|where_im_going|when_im_gone|feels_peaceful|at_peace|"
    "nothing_left|no_more_use|after_me|look_after",
    "wont_be|wont_live|wont_see|not_going_to_be|wont_make_it_to there|around|here|see|alive summer|winter|"
    "spring|christmas|next_year|thirty|30|40|birthday|for_long|much_longer !holiday !vacation !travel~ "
    "!portugal !spain !trip !back",
    "nobody|no_one|noone|none_of_them|not_one would|will|even|ever notice|miss_me|care|ask_where|cry|"
    "come_to_the_funeral !squat !form !rep !session !class !workout",
    "tired|sick|exhausted|done|weary of existing|being_alive|living|fighting_every_day|breathing|waking_up "
    "!early !carpet",
    "hate|regret~|disappointed|sad|wish_i_hadnt|annoyed woke_up|waking_up|wake_up|being_born|breathing again|"
    "today|every_morning|still|that_i|alive !early !alarm !late !stiff !sore",
    "stand~|stood|sit|sitting|sat|linger~|stop bridge|balcony|roof|rooftop|ledge|platform|tracks|cliff|"
    "parapet|railing think~|thought|too_long|looking_down|look_down|what_if|how_easy|so_calm|calls_me|"
    "calling|jump|edge|let_go !yoga !sunrise !sunset !photo",
    "sorry|forgive|apologise for_everything|for_what|for_being goodbye|bye|love_you_all|love_you|wont|burden|"
    "last !late !log~",
    "dont|not|never|hate|wish_i_didnt|didnt want|wanna|have wake_up|waking_up|wake tomorrow|again|ever"
    "|anymore|in_the_morning|at_all !early !alarm !at_5 !at_6 !for_work !neighbours !kids",
    "everything|life|living|existing|it_all|so_much hurts|painful|unbearable|agony want|need|wish over|stop"
    "|end|gone !doms !legs !quads !workout !squats",
    "i_just_disappeared|if_i_disappeared|i_simply_disappeared|i_didnt_exist|i_never_existed|if_i_vanished"
    "|i_just_vanished easier|better|simpler|nobody|everyone|best|would|care|notice",
    "keep_going|hold_on|go_on|hang_on|last|carry_on|keep_fighting|stay_strong cant|dont_think|not_sure"
    "|dont_know_how|barely|unable much_longer|anymore|any_longer|how_long|like_this !set !pace !miles !km"
    " !plank !diet !cut !weight !squat~ !session",
    "easier|better|simpler|nicer|best|fine just|if|to i_disappeared|i_vanished|i_was_gone|i_died|disappear"
    "|vanish|wasnt_here|werent_here|not_exist|i_wasnt !cabin !holiday",
    "driving|drive|drove|steer|swerve|cycle|ride|walk off into|over|off the_road|a_cliff|the_cliff"
    "|the_bridge|a_bridge|traffic|a_tree|a_wall|oncoming|the_edge think|thinking|keep|want|thought|urge"
    "|imagine|tempted",
    "driving_off|drive_off|steering_into|drive_into|jump_off|jumping_off|walk_off|ride_into road|bridge"
    "|cliff|roof|edge|tree|traffic|building|balcony !box !block",
    "kms|ktms|unalive~|unaliving|sewerslide|sewer_slide|suislide|self_delete|self_deletion|catch_the_bus|off_myself"
    "|offing_myself|sui|toaster_bath|grippy_socks|zs|selfharm|self_harm|self_harming|suicide_attempt"
    "|overdosed !coffee !caffeine !carbs !sugar !sun !protein",
    "kill~|hang~|hung|drown~|shoot|stab~|unalive~|harm~|injure~|mutilate~ myself",
    "hurt|hurts|hurting|hit|hitting|punch~|bite|biting|burn~|cut|cutting|cuts|scratch~|slap~|starve~|bang~|bash~"
    " myself|my_head|my_arms|my_thighs|my_wrists|wall|walls"
    " purpose|deserve|deserve_to|urge|calm~|feel_something|relief|relieved|when_i_get|on_edge|bleed|bleeding"
    "|punish~|razor|lighter"
    "|blade|cigarette|want|bad_thoughts|to_feel !accidentally !shaving !oven !onions !sprint",
    "cuts|cutting|scars|burns|marks thighs|arms|wrists|wrist|forearms|legs long_sleeves|sleeves|shorts|hide|hiding|sees"
    "|see|fresh|again|covered|full_of|clean !calories !weight",
    "started|relapsed|back_to cutting|self_harming|burning_myself again|after|clean|years|months|last !carbs"
    " !weight !kg"
    " !calories !bulk !sugar",
    f"{PILLS} took|take|taking|swallow~|lined|stash~|saved|saving|hoard~|enough|too_many|how_many|overdose~"
    f"|bottle|handful"
    "|count~|all_of|whole|row !vitamins !creatine !caffeine !session !before_training !headache !cramps !period",
    "bridge|roof|rooftop|balcony|ledge|overpass|cliff|viaduct|tracks|the_train stand|stood|standing|edge"
    "|jump~|going_over"
    "|climb~|lean~|step|over_the|off"
    f" {WANT}|keep|urge|nearly|almost|sometimes|just_let !glute !box !route !path",
    f"let_go|letting_go|swerve~|steer~|drive_into|driving_into|crash|hit_me|hits_me|take_me_out|takes_me_out"
    f"|run_me_over"
    f"|step_in_front|walk_into|run_into wheel|car|truck|lorry|traffic|oncoming|tree|bus|wall|van {WANT}|if"
    f"|just|one_day",
    "garage|exhaust|carbon_monoxide|charcoal|gas engine|hose|running|sat|sitting|car|grill|breathe|oven|inhale"
    " sat|stopped|close|bedroom|myself|only|die|sleep|ready !warm_up !training",
    "noose|rope|gun|razor|blade|blades|knife bought|ready|room|drawer|staring|looking|lookin|look_at|tonight"
    "|wrist|hidden"
    "|next_to|bedside|in_my_hand !jump !climb~ !skipping !battle !shave !shaving !shaved !triceps !pulldown"
    " !kitchen !pass !knife_skills",
    "letter|letters|note|notes|goodbyes|my_will wrote|written|writing|write|left|finished|signed"
    " kids|parents|family|everyone|mum|mom|wife|husband|goodbye|them|children|sunday|tonight|ready|friends"
    " !read !coach",
    "gave|given|giving|sorted|sorting|sold|rehome~|transferred dog|cat|pets|stuff|things|belongings|bank|savings"
    "|accounts|passwords|everything|will calm|peace|peaceful|at_peace|relieved|lighter|ready_now|for_good"
    "|finally_ready",
    "wont|wouldnt|not|dont|may_not|might_not be_here|be_around|be_alive|make_it|see_christmas|see_spring"
    "|live_to|last_long"
    " matter~|plan|weeks|anyway|ok|okay|fine|longer|much|christmas|spring|next_year|easter|summer|either_way|worry"
    " !holiday !holidays !vacation !travel~ !trip !work !race !final !time !cutoff !gym",
    "be_around|be_here|worry|carry|put_up|bother much_longer|for_long|soon_enough|ever_again"
    " me|they|i|them|my !gym !holiday",
    f"better|easier|happier|relieved|relief|free|lighter|best|fine|okay {PEOPLE} {GONE}",
    f"{PEOPLE} {GONE} better|better_off|easier|happier|relieved|miss|notice|care|cry|mind|free",
    "world|planet|everyone|they better_off|better_without|better|best without|w/o people_like_me|ppl_like_me"
    "|someone_like"
    "|me",
    "burden|waste_of_space|waste_of_oxygen|waste_of_air|waste_of_skin|taking_up_space|take_up_space|good_for_nothing"
    "|dead_weight|unlovable|worthless i|im|me|my|just|feel|everyone !bar !plates",
    "point|reason|purpose|meaning|use|sense no|nothing|cant|dont|not|without|whats|what|isnt|any|lost"
    " live|living|life|alive|carry_on|carrying_on|keep_going|being_here|be_here|existing|exist|wake_up|get_up|tomorrow"
    "|stay_here|stick_around|go_on !skip~ !plan !workout !cardio !program !sets !abs !alarm !legs",
    "cant|dont|not|barely|never picture|see|imagine|want|face future|a_tomorrow|next_year|me_in_it|myself_in"
    "|another_year"
    "|another_birthday|growing_old !program !plan !race !training",
    "tired|sick|exhausted|weary|fed_up|done of|with existing|living|life|being_alive|breathing|this_life|being_me"
    "|waking_up|everything_and_everyone|fighting !of_my_life",
    "cant|couldnt do|take|keep|go|carry life|living|existing|being_alive|this_world|life_thing|like_this|on_anymore"
    " !alarm !lift~ !training !without !carbs",
    "everything|it_all|pain|noise|thoughts|head|life stop|end|over|quiet|silent|go_away"
    " permanently|forever|for_good|i_just_want|just_want|once_and_for_all|make_it !knee !back !shoulder !deload !foam",
    "want_out|need_out|get_out_of_this|let_me_out hurts|life|everything|living|every_day|existence",
    "quiet|peaceful|easier|nice stop_being|not_be|not_exist|stop_existing|be_gone|not_be_here"
    "|disappear_forever|be_dead",
    "sleep|asleep|close_my_eyes|bed for_good|forever|not_wake|never_wake|dont_wake|not_waking|never_waking"
    "|without_waking"
    f"|and_not {WANT}|could|just|drift|let_me !alarm !weekend",
    "my_funeral|my_own_funeral|my_grave|my_coffin|my_ashes|my_obituary",
    "life_insurance|insurance kids|family|wife|husband|children|pays|payout okay|ok|enough|covered|better|suicide|dead"
    " !physio !cover !claim",
    "join|be_with|see|follow him|her|them|husband|wife|mum|mom|dad|son|daughter passed|heaven|died|dead|other_side|gone"
    " soon|want|like_to|ready|just|again|gone_too !gym !class !train",
    "since after|died|passed|gone|left no_reason|nothing_left|no_point|without_him|without_her keep_going|live|go_on|me"
    "|carry_on",
    "died|passed|gone|left no_reason|nothing_left|no_point keep_going|live|go_on|carry_on|for_me",
    "nobody|anyone|anybody|no_one find|miss|notice|care|cares|cry|remember me|if_i|gone|dead|until|body"
    "|went_under|under"
    " !shoe !pr !keys !form !lift",
    "nothing_matters|nothing_really_matters|nothing_left_in_me|nothing_left_for_me|nothing_is_worth|nothing_to_live_for"
    "|nothing_feels_worth|nothing_matters_anymore|nothing_left_to_live",
    "i_dont_matter|i_do_not_matter|i_never_mattered|dont_deserve_to_live|shouldnt_be_alive|should_be_dead"
    "|rather_be_dead"
    "|wish_i_was_dead|wish_i_were_dead|wanna_be_dead|want_to_be_dead|better_off_dead|hope_i_die|hope_i_dont_wake"
    "|not_want_to_live|rather_not_live|dont_want_to_exist|want_to_stop_existing|want_out_of_life|dont_wanna_be_here",
    "didnt|dont|didnt_ever|never|not_to|doesnt make_it|survive|come_back|come_home|wake_up"
    " fine_with|okay_with|ok_with|relief|wouldnt_mind|at_peace|so_be_it|hope|wish !race !final !cutoff !team",
    "hopeless|despair|no_way_out|numb_inside|empty_inside|dead_inside|no_hope|lost_all_hope|given_up_on_life"
    "|gave_up_on_life|giving_up_on_life|end_my_life|ending_my_life|take_my_life|take_my_own_life|taking_my_own"
    "|ended_my_life|end_it_all|ending_it_all|end_things|life_isnt_worth !lifts !snatch~ !serve !putting",
    "end_it|ending_it|finish_it|over_with tonight|after|soon|for_good|myself|now|done im|ill|i|going|gonna|me"
    " !set !session !workout !block !week !plan !program !early !run !race !relationship !diet !cut !rest !test",
    "painless|quick|easiest|peaceful|least_painful ways|way|method|methods die|go|out|do_it|end|leave|researching|kill"
    " !burn !fat !warm !core !lose",
    "psych_ward|psychiatric|crisis_team|sectioned|suicide_watch|mental_hospital attempt|tried|off|out_of|back|released"
    "|discharged|suicide|myself|again|after",
    "last_time|last_message|final_message|goodbye|farewell write|writing|hear|talk|from_me|everyone|text|bother|thanks"
    "|thank|forever !block !gym !plateau !app !switch~",
    "drowning|suffocating|falling_apart|breaking_point|invisible nobody|no_one|alone|notice|help|inside|save !swim"
    " !pool !intervals",
    "took|take|swallow~ 10|12|15|16|20|24|25|28|30|32|40|50|60|100 paracetamol|pills|tablets|tylenol|ibuprofen|aspirin"
    "|sleeping|xanax",
    "step_in_front|jump_in_front|lie_on_the_tracks|edge_of_the_platform|walk_into_traffic|walk_into_the_sea"
    "|walk_into_the_ocean|drive_off_a|crash_my_car|drive_into_a",
    "give_up|giving_up|given_up|gave_up everything|living|life|hope|fighting cant|anymore|im|i|on !gluten"
    " !sugar !snatch~",
    "hate|despise|loathe|cant_stand|sick_of myself|being_me|my_life|being_alive|my_existence !alarm !burpees !when_the"
    " !cardio !pizza !lol !haha",
    "noose|hangmans_knot|out_of_the_picture|end_of_my_rope|end_of_the_road|nothing_to_hold_on|come_looking_for_me"
    "|not_your_fault_if|wasnt_your_fault|isnt_your_fault|nobodys_fault_but|hate_waking_up|hate_that_i_woke|sorry_i_woke"
    "|wish_i_didnt_wake|disappointed_i_woke|hope_to_die|think_about_dying|thinking_about_dying|thought_about_dying"
    "|rather_be_dead|id_rather_die|want_to_be_dead|thoughts_of_death|thoughts_of_dying|dying_every_day|beyond_saving"
    "|past_saving|no_saving_me|nothing_left_of_me|lost_cause|let_everyone_down|ruin_everyones"
    "|ruin_everything|im_the_problem"
    " i|me|im|here|know|them|every|there|my|just|see !end_of_my_rope_climb !race !serial !road_race",
    "load|loads|bunch|lot|handful|packet|strip of tablets|pills|paracetamol|sleeping_pills|meds swallowed"
    "|took|take|drank",
    "cutting|burning|blade|razor|bleeding helps|help|deserve|hurt_so|skin|relief|release|calms|only_thing"
    "|makes_me_feel|need"
    " !weight !calories !kcal !phase !carbs !water !shave !fat !shaving",
    "hope|wish|want|pray|wishing|hoping bar|barbell|truck|car|god|someone|something|lightning|plane|bus"
    "|train|heart|stroke"
    " finish_me|finishes_me|finishes|kills_me|kill_me|crush~|takes_me|take_me|ends_me|end_me|ends_it|stops"
    "|gives_out|hits_me"
    " !notes !scale !the_gym !taxi",
    "stop_breathing|stop_my_heart|heart_would_stop|heart_to_stop|heart_just_stopped|stop_being_alive|cease_to_exist"
    "|waiting_to_die|waiting_for_my_turn|waiting_for_death|waiting_for_the_end|want_to_rest_forever"
    "|be_erased|be_with_god"
    " !underwater !hold_my_breath !drill",
    "fade|slip|drift|melt|float|evaporate|wither away|out|quietly|into_nothing|nothingness"
    " want|like_to|wish|just|let_me|could|id !program !on_the_last !motivation !race !km",
    "pills|tablets|rope|gun|blade|razor|knife brave|courage|just_in_case|in_case|guts|nerve|ready|escape_plan",
    "tell|let my_sister|my_mom|my_mum|my_wife|my_kids|my_family|my_parents|my_brother|my_husband|my_son"
    "|my_daughter|them"
    "|everyone love|loved|sorry|forgive if_i|when_im_gone|stop|gone|disappear|after_im|not_here !late !schedule",
    "scared|afraid|worried|terrified|frightened what_ill_do|what_i_might|what_i_could|i_might|ill_do|i_could_do"
    " alone|myself|tonight|do|home !lift !heavy !race !squat",
    "trapped|stuck|caged|prisoner|prison life|body|mind|existence|head|myself"
    " !elevator !plateau !under_the_bar !sticking !weight !traffic",
    "tonight|today the_night|my_last|its_over|say_goodbye|ill_do_it|i_do_it|the_day_i|finally_do_it"
    " !pr !max !test !race !session !game !workout !deadlift",
    "worthless|useless|failure|unloved|unwanted|disgrace|nobody|pathetic|disappointment i|im|me|feel"
    " born|live|living|die|dead|alive|exist|gone|anymore|life|deserve|forever|family|world"
    " !lift !squat !set !attempt !training_to !muscular",
    "cant|dont|not|no_longer see|imagine|want|have|find|feel a_way_out|a_future|any_future|any_hope"
    "|hope_anymore|any_light"
    "|joy_anymore|any_joy|the_light|another_day|another_night|tomorrow_to_come|my_thirties|my_forties|getting_old",
    "crying|cry|sobbing|empty|numb|alone|lonely every_night|all_night|for_hours|inside|constantly|cant_stop"
    "|all_the_time|always"
    " die|dead|end|anymore|point|nobody|no_one|gone|hopeless|life|living|worth !baby !onion~ !happy !movie",
    "kill~|hang~|harm|drown~|shoot|cut|off|strangle~|choke~ yourself|himself|herself|themselves|myself !slack !shaving",
    "dont_want_to_be_here|dont_want_to_be_around|dont_want_to_go_on|dont_wanna_go_on|dont_want_this_life"
    "|want_my_life_to_end|want_it_all_to_end|want_it_all_to_stop|ready_to_die|dont_want_to_live|no_desire_to_live"
    "|dont_want_to_survive|dont_want_to_grow_old|dont_want_to_see_tomorrow|should_be_dead|should_just_die"
    "|deserve_to_die"
    "|deserve_to_suffer|deserve_pain|want_to_feel_pain|wish_i_wasnt_here|wish_i_wasnt_alive|wish_i_didnt_exist"
    "|wish_i_could_disappear|wish_i_was_never_born|wish_i_hadnt_been_born|wish_someone_would_kill_me|hope_i_never_wake"
    "|done_with_life|done_with_living|done_living|over_life|tired_of_life|tired_of_living"
    "|tired_of_being_alive|sick_of_life"
    "|sick_of_living|lost_the_will_to_live|no_will_to_live|will_to_live|dont_trust_myself|not_safe_with_myself"
    "|not_safe_alone|scared_of_myself|afraid_of_myself|do_something_stupid|do_something_to_myself|do_something_bad"
    "|already_dead|dead_already|feel_dead|dead_on_the_inside|shouldnt_have_survived|shouldnt_be_here|shouldnt_exist"
    "|why_am_i_alive|why_im_alive|why_am_i_still_here|why_im_still_here|not_long_for_this_world|say_my_goodbyes"
    "|said_my_goodbyes|final_goodbye|leave_this_world|leaving_this_world|be_gone_forever|gone_for_good|better_off_gone"
    "|call_it_quits_on_life|check_out_for_good|end_my_pain|end_the_pain|end_my_suffering|stop_existing"
    "|die_in_my_sleep|die_tonight|dead_by|suicide_hotline|crisis_line|crisis_hotline|suicide_line|called_samaritans",
    "cant_do_this_anymore|cant_take_this_anymore|cant_take_it_anymore|cant_keep_doing_this|dont_want_to_do_this_anymore"
    "|i_give_up|cant_go_on i|life|crying|alone|everything|sorry|please|pain|mean|living|tired|anymore|nobody"
    " !squat~ !burpees !volume !exercise !set !lift !program !app !weight !workout !snatches !snatch !diet !pull_ups"
    " !push_ups !this_plan !mornings_are_not_for !at_6_am !at_5_am !at_7_am !move_it !days_a_week"
    " !shorter !schedule !sessions",
    "death|dying|dead|die only|exit|escape|solution|option|answer|way_out|relief|comfort|comforting|peace"
    "|friend|better|easy"
    "|beautiful|welcome|sweet|calling|appealing|tempting|scare|afraid|think|mind|thoughts|obsessed"
    " !bug !hang !lift~ !stop !weight !battery !rower !set !bike",
    "walk|walking|go|wade|swim|jump|run|drive lake|river|sea|ocean|water|woods|canal|traffic|road|motorway|highway"
    " not_come_out|not_come_back|never_come_back|dont_come_back|keep_going|not_stop|and_drown|in_front"
    "|not_return|no_return"
    " !pace !km !miles !interval~",
    "drove|drive|driving|drives|wheel|motorway|highway brake|braking|off_the|into_a|over_the|off_a|lamp_post"
    "|barrier|tree"
    " what_if|if_i|think|thought|want|just|didnt|dont|imagine|picture|tempted !balance !training !range !golf",
    "reason|reasons stay|staying|keep_going|live|be_here|go_on|wake_up|hold_on run_out|ran_out|no|out_of|lost|dont_have"
    "|without|cant_find|any !plan !gym !rope",
    "voice|voices|brain|head|demons|mind tell~|tells|telling|says|say|saying|whisper~|keeps|scream~"
    " kill|die|worthless|jump|end_it|do_it|hurt_myself|hurt_me|lake|useless|better_off_dead !mind_muscle",
    "relapse~|slipped|slip_up|fresh|new cut|cuts|lines|blade|scars|marks|burns hip|arm|arms|thigh|thighs"
    "|wrist|wrists|leg|skin"
    "|again|night !weight !lifts !stretch !calories",
    "stopped|stop|skipping|refusing|quit insulin|meds|medication|pills|heart_pills|antidepressants|dialysis|treatment"
    " die|here|live|purpose|deliberately|dont_care|anymore|let_it|happen|point !side_effects !doctor",
    "date|day picked|chosen|set|circled|decided|know_when account|goodbye|after_that|until_then|gone|calm"
    "|archive|delete"
    " !meet !race !comp !competition !wedding",
    "scratch~|pick~|picking|claw~|tear~|dig~|rip~ arms|skin|legs|myself|scalp|face bloody|bleed|bleeds|blood"
    "|raw|numb|open"
    " !callus~ !bar !blister",
    "kids|family|wife|husband|they|children|son|daughter deserve|deserves"
    " someone_better|better_mother|better_father|better_mom|better_dad|someone_who|better_than_me|not_me"
    " over_it|without|get_over|fine|gone|isnt_me|move_on",
    "hit_by|run_over|crash|cancer|never_woke|didnt_wake|got_shot|fell_off|plane wouldnt_care|wouldnt_mind"
    "|dont_care|who_cares"
    "|relieved|relief|hope|wish|fine_with_me|so_be_it !hybrid",
    "grey|gray|dark|black|empty|meaningless|pointless|hopeless everything|life|world|future|days|inside|all"
    " change|changing|better|ever|light|end|out|anymore|always|forever|escape !leggings !chalk !plates"
    " !outside !shoes !early",
    "dad|mum|mom|brother|father|mother|uncle|friend|man|sister|he|she did_it|took_his|took_her|hanged|shot|killed|ended"
    " get_why|understand|me_next|same|get_it|follow|my_turn|himself|herself|own_life !pr !time !rep !squat"
    " !game !it_first",
    "my_problem|my_concern|bother_me|matter|need_it soon|tomorrow|after_tonight|in_a_week|few_days"
    " none|nothing|wont|will|anymore|longer !payment !deload !weather",
    "what_if i|just jumped|crashed|stopped_breathing|let_go|never_came_back|didnt_wake|wasnt_here|died"
    "|overdosed|swerved"
    " !box !rope !early",
    "urge|urges|craving|temptation|impulse cut|hurt|harm|jump|die|drive|swerve|bleed|burn|blade !carbs"
    " !sugar !chocolate",
    "tired|exhausted|weary|done|sick fighting|surviving|pretending|holding_on|existing|breathing|waking_up"
    "|everything|this"
    " anymore|give_up|let_go|forever|want_out|no_more|life|every_morning !plateau !diet !knee !weather !cardio"
    " !exercise !early !alarm !winter !program !app",
    "world|life too_much|unbearable|not_for_me|no_place_for_me|isnt_for_me|wasnt_made|dont_belong|no_good|hell|torture"
    "|nightmare|not_worth_it|isnt_worth_it|not_worth|meaningless|hurts"
    " !alarm !pump !gym_life !diet !burpees !carbs !social",
    "simpler|easier|better|happier|lighter|relieved|richer|calmer was_gone|were_gone|without_me|im_gone"
    "|wasnt_here|disappear"
    "|died|if_i_left|never_come_home|didnt_come_home everybody|everyone|they|them|all|family|kids|world|mom|mum|life"
    " !gym !party",
    "stash|stashed|collect~|saved_up|stockpile~|ordered|bought|googled|google|searched|looked_up|researched"
    "|reading_about"
    " pills|rope|noose|overdose|lethal|dose|suicide|painless|cyanide|helium|carbon_monoxide|ways_to_die"
    "|how_to_die|fentanyl",
    "took|take|swallowed|drank|drunk whole_bottle|entire_bottle|whole_packet|whole_pack|bleach|antifreeze"
    "|too_many_pills"
    "|all_my_pills|all_the_pills|all_my_tablets|entire_packet !water !wine !shake",
    "hold~|put|stared|staring|looking|looked gun|pistol|blade|knife|noose|pills|rope head|mouth|wrist|throat"
    "|hand|last_night"
    "|hours|long|tonight|again !cut_onion~ !jump !kitchen !triceps !climb~",
)
