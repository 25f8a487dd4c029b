// How far one has read: told to the server a moment after the foot is in sight, once for each message.
const PAUSE_MS = 800;

export class ReadMarks {
  #tell;
  #told = null;
  #timer = null;

  // tell(id): notes it; throws where that did not arrive.
  constructor(tell) {
    this.#tell = tell;
  }

  note(id) {
    if (!id || id === this.#told) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      this.#told = id;
      await this.#tell(id).catch(() => {
        this.#told = null;
      });
    }, PAUSE_MS);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
