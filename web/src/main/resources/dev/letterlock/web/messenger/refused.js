/**
 * Why something was not sent or read, in words for a person, and what may mend it: NOTHING, TIME, or a WORD of the person
 * about a key change.
 */
export class Refused extends Error {
  /** @param {'NOTHING' | 'TIME' | 'WORD'} remedy */
  constructor(sentence, remedy = 'NOTHING', options = undefined) {
    super(sentence, options);
    this.name = 'Refused';
    this.remedy = remedy;
  }
}
