/** What is wrong with a content, for a person. */
export const WORDS_OF_CONTENT = Object.freeze({
  BAD_LENGTH: 'A message came that is not complete.',
  BAD_VERSION: 'A message came that was written by a newer program.',
  BAD_FLAGS: 'A message came that was written by a newer program.',
  BAD_MESSAGE_ID: 'A message came that has no proper id.',
  BAD_SEQUENCE: 'A message came that has no number.',
  BAD_BODY: 'A message came that is not written as its kind demands.',
  WRONG_SENDER: 'A message says that it is from somebody else than the one who sent it.',
  WRONG_DEVICE: 'A message says that it is from another device than the one that sent it.',
  WRONG_CONVERSATION: 'The server put a message into another conversation.',
  WRONG_MESSAGE_ID: 'The server gave a message another id.',
  NOT_A_MEMBER: 'A message is from somebody who is not in this conversation.',
});
