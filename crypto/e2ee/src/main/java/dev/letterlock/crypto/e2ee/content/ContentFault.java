package dev.letterlock.crypto.e2ee.content;

/**
 * Why authentic content is refused (docs/E2EE.md §2.6). For the log and the screen of the end that
 * holds the keys only: no answer on the wire may tell these apart.
 */
public enum ContentFault {
  BAD_LENGTH("The message is not complete."),
  BAD_VERSION("The message was written by a newer program."),
  BAD_FLAGS("The message was written by a newer program."),
  BAD_MESSAGE_ID("The message has no proper id."),
  BAD_SEQUENCE("The message has no number."),
  BAD_BODY("The message is not written as its kind demands."),
  WRONG_SENDER("The message says that it is from somebody else than the one who sent it."),
  WRONG_DEVICE("The message says that it is from another device than the one that sent it."),
  WRONG_CONVERSATION("The server put the message into another conversation."),
  WRONG_MESSAGE_ID("The server gave the message another id."),
  NOT_A_MEMBER("The message is from somebody who is not in this conversation.");

  private final String explanation;

  ContentFault(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for a person. */
  public String explanation() {
    return explanation;
  }
}
