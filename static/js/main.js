// The one module with a side effect: it gives the elements of our pages their behaviour. Every page works without it.
import { NumberStepper } from "spotter/number-stepper";
import { ProgressWatch } from "spotter/progress-watch";
import { RestTimer } from "spotter/rest-timer";
import { SubmitOnce } from "spotter/submit-once";

customElements.define("number-stepper", NumberStepper);
customElements.define("progress-watch", ProgressWatch);
customElements.define("rest-timer", RestTimer);
customElements.define("submit-once", SubmitOnce);
