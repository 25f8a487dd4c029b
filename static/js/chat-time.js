// Instants as the chat says them, in the athlete's own zone.
export function clockOf(language, zone) {
  const format = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  return (at) => format.format(new Date(at));
}

// 2026-03-01
export function dayOf(zone) {
  const format = new Intl.DateTimeFormat("sv", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone });
  return (at) => format.format(new Date(at));
}
