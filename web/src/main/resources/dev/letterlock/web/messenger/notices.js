/**
 * What a person is told beside messages: a REMARK, something that was REFUSED, or an ALARM. The last 200 are kept, alarms
 * longest.
 *
 * @typedef {{kind: 'REMARK' | 'REFUSED' | 'ALARM', conversation: string | null, sentence: string, at: number}} Notice
 */
export class Notices {
  static #MOST = 200;
  #clock;
  #tell;

  /**
   * @param {() => number} clock
   * @param {(notice: Notice) => void} tell
   */
  constructor(clock, tell) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Keeps a notice with the step, and tells it once the step is durable. */
  add(step, kind, conversation, sentence) {
    const notice = { kind, conversation, sentence, at: this.#clock() };
    step.put('notices', '', Notices.#withinLimit([...this.all(step), notice]));
    step.afterwards(() => this.#tell(notice));
  }

  /** @returns {Notice[]} the oldest first */
  all(step) {
    return step.get('notices', '') ?? [];
  }

  static #withinLimit(notices) {
    if (notices.length <= Notices.#MOST) {
      return notices;
    }
    const dropped = Math.max(
      0,
      notices.findIndex((notice) => notice.kind !== 'ALARM'),
    );
    return notices.filter((_, at) => at !== dropped);
  }
}
