// Numbers of a set as people read them, with the words that the page brings along.

const LB_IN_KG = 0.45359237;
const LONG_S = 300;

/** "Set {number} of {total}" with its places filled. */
export function filled(words, facts) {
  return words.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

/** At most two decimals, without needless zeros. */
export function plain(number) {
  return String(Number(number.toFixed(2)));
}

/** kg as the athlete reads them: kg, or lb to the nearest half. */
export function shownLoad(loadKg, isImperial) {
  return isImperial ? Math.round((loadKg * 2) / LB_IN_KG) / 2 : Number(loadKg.toFixed(2));
}

export function inKg(load, isImperial) {
  return isImperial ? Number((load * LB_IN_KG).toFixed(2)) : load;
}

/** `80 kg × 8 · RPE 8`. `words`: of adaptation.pages.local. */
export function doneSet(set, words, isImperial) {
  const load = set.load_kg ? filled(words.load, { load: plain(shownLoad(set.load_kg, isImperial)) }) : "";
  const what = load && set.reps != null ? `${load} × ${set.reps}` : amount(set, words);
  const parts = [what, set.rpe == null ? "" : filled(words.rpe, { value: plain(set.rpe) }), set.failed ? words.failed : ""];
  return parts.filter(Boolean).join(" · ");
}

function amount({ duration_s: seconds, distance_m: metres, reps }, words) {
  if (seconds) return duration(seconds, words);
  if (metres) return metres < 1000 ? filled(words.metres, { metres }) : filled(words.km, { kilometres: plain(metres / 1000) });
  return filled(reps === 1 ? words.one_rep : words.reps, { reps });
}

function duration(all, words) {
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (!minutes) return filled(words.seconds, { seconds });
  return filled(seconds && all < LONG_S ? words.minutes_seconds : words.minutes, { minutes, seconds });
}
