// The form of one set: what was typed, and what it says before anything is typed.
import { inKg, plain, shownLoad } from "spotter/set-words";

/** {done, pain} of a form that is complete, as the server stores them; {wrong: a code of the words} of one that is not.
 * `read(name)`: the text in a field of the form, "" for none. */
export function setOf(read, { mode, asked, unit_s: unitS }, isImperial) {
  const failed = read("failed") !== "";
  const [region, severity, rpe] = [read("pain_region"), read("pain_severity"), read("rpe")];
  if (!rpe && !failed) return { wrong: "tap_rpe", field: "rpe" };
  if (region && !severity) return { wrong: "say_how_much", field: "pain_severity" };
  if (severity && !region) return { wrong: "say_where", field: "pain_region" };
  const done = amountOf(read, asked, unitS);
  const load = read("load");
  if (load !== "") {
    const loadKg = inKg(Number(load), isImperial);
    done.load_kg = mode === "assist" ? -loadKg : loadKg;
  }
  done.rpe = failed ? 10 : Number(rpe);
  if (failed) done.failed = true;
  return { done, pain: region ? { region, severity: Number(severity) } : null };
}

function amountOf(read, asked, unitS) {
  if (asked.duration_s) return { duration_s: Number(read("time")) * unitS };
  if (asked.distance_m) return { distance_m: Number(read("distance_m")) };
  return { reps: Number(read("reps")) };
}

/** The numbers of the next form: {load?, reps?}, as text. The advice, else the set before, else nothing (as it stands). */
export function nextNumbers(advice, last, isImperial) {
  const load = advice?.load_kg ?? last?.load_kg;
  const numbers = load == null ? {} : { load: plain(shownLoad(Math.abs(load), isImperial)) };
  return advice?.reps == null ? numbers : { ...numbers, reps: String(advice.reps) };
}
