// A habit that was done while there was no network: for which day it counts, and whether that is kept already.

/** The civil day (YYYY-MM-DD) of an instant (ms) in a time zone: that of the profile, whatever this device is set to. */
export function dayIn(zone, ms) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(ms);
}

/** The row that says so of this habit and day, among those that wait on this device. */
export function keptOf(rows, habit, on) {
  return rows.find((row) => row.kind === "habit" && row.body.habit === habit && row.body.on === on);
}
