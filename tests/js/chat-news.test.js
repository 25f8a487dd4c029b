import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatNews } from "spotter/chat-news";

function news(t, open = []) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const [asked, shown] = [[], []];
  const made = new ChatNews({
    read: async (seqs) => (asked.push(seqs), { cards: seqs.map((seq) => ({ seq })) }),
    told: ["plans.plan_revised", "adaptation.suggestion_proposed"],
    turned: ["plans.plan_revised", "adaptation.suggestion_applied"],
    open: () => open,
    show: (card) => shown.push(card.seq),
  });
  const wait = async () => { t.mock.timers.tick(200); await new Promise(setImmediate); };
  return { made, asked, shown, wait };
}

test("it asks for all that came at once in one request", async (t) => {
  const { made, asked, shown, wait } = news(t);
  made.note(7, "adaptation.suggestion_proposed");
  made.note(8, "plans.plan_revised");
  made.note(9, "feedback.rpe_recorded");
  await wait();
  assert.deepEqual([asked, shown], [[["7", "8"]], ["7", "8"]]);
});

test("it looks at the open cards again when something turned them, and at each once", async (t) => {
  const { made, asked, wait } = news(t, ["3", "7"]);
  made.note(7, "plans.plan_revised");
  made.note(8, "adaptation.suggestion_applied");
  await wait();
  assert.deepEqual(asked, [["7", "3"]]);
});

test("it asks nothing for what makes no card, and nothing after it was stopped", async (t) => {
  const { made, asked, wait } = news(t);
  made.note(1, "feedback.rpe_recorded");
  made.note(2, "plans.plan_revised");
  made.stop();
  await wait();
  assert.deepEqual(asked, []);
});
