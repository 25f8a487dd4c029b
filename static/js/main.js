// The one module with a side effect: it gives the elements of our pages their behaviour. Every page works without it.
import { ChangeOffline } from "spotter/change-offline";
import { DiagnosisWatch } from "spotter/diagnosis-watch";
import { GymLog } from "spotter/gym-log";
import { HabitTick } from "spotter/habit-tick";
import { InstalledApp } from "spotter/installed-app";
import { JournalLine } from "spotter/journal-line";
import { LivePart } from "spotter/live-part";
import { NumberStepper } from "spotter/number-stepper";
import { OutboxPanel } from "spotter/outbox-panel";
import { ProgressWatch } from "spotter/progress-watch";
import { PromptWhy } from "spotter/prompt-why";
import { PushSwitch } from "spotter/push-switch";
import { RestNotice } from "spotter/rest-notice";
import { RestTimer } from "spotter/rest-timer";
import { SeriesChart } from "spotter/series-chart";
import { SidePage } from "spotter/side-page";
import { SubmitOnce } from "spotter/submit-once";
import { SwipePanes } from "spotter/swipe-panes";
import { ZoneAsk } from "spotter/zone-ask";
import { ZoneFill } from "spotter/zone-fill";

customElements.define("number-stepper", NumberStepper);
customElements.define("progress-watch", ProgressWatch);
customElements.define("prompt-why", PromptWhy);
customElements.define("push-switch", PushSwitch);
customElements.define("rest-timer", RestTimer);
customElements.define("series-chart", SeriesChart);
customElements.define("side-page", SidePage);
customElements.define("submit-once", SubmitOnce);
customElements.define("swipe-panes", SwipePanes);
customElements.define("zone-ask", ZoneAsk);
customElements.define("zone-fill", ZoneFill);
customElements.define("rest-notice", RestNotice);
customElements.define("outbox-panel", OutboxPanel);
customElements.define("gym-log", GymLog);
customElements.define("habit-tick", HabitTick);
customElements.define("change-offline", ChangeOffline);
customElements.define("installed-app", InstalledApp);
customElements.define("live-part", LivePart);
customElements.define("diagnosis-watch", DiagnosisWatch);
// The chat is a page of its own, and the only one that loads it.
if (document.querySelector("chat-enhanced")) {
  const { ChatEnhanced } = await import("spotter/chat-enhanced");
  customElements.define("chat-enhanced", ChatEnhanced);
}
// The last: what stands inside it listens by then.
customElements.define("journal-line", JournalLine);
