package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.e2ee.content.ContentBody.Attachment;
import dev.letterlock.crypto.e2ee.content.ContentBody.Empty;
import dev.letterlock.crypto.e2ee.content.ContentBody.GroupTitle;
import dev.letterlock.crypto.e2ee.content.ContentBody.Introduction;
import dev.letterlock.crypto.e2ee.content.ContentBody.NewGroupState;
import dev.letterlock.crypto.e2ee.content.ContentBody.Retry;
import dev.letterlock.crypto.e2ee.content.ContentBody.SenderKey;
import dev.letterlock.crypto.e2ee.content.ContentBody.Text;
import dev.letterlock.crypto.e2ee.content.ContentBody.Unknown;
import dev.letterlock.crypto.e2ee.group.SenderKeyDistribution;

/** Says of something that was given up what that means to a person, who wrote only texts. */
final class Undelivered {

  private Undelivered() {}

  /**
   * Words for it.
   *
   * @param why one or more sentences
   */
  static Notice notice(Draft draft, String why) {
    return switch (Drafts.body(draft)) {
      case Text _ ->
          Notice.of(Kind.REFUSED, draft.conversation(), "A message was not sent. " + why);
      case Attachment(AttachmentPointer pointer) -> {
        pointer.close();
        yield Notice.of(Kind.REFUSED, draft.conversation(), "A file was not sent. " + why);
      }
      case SenderKey(SenderKeyDistribution key) -> ofKey(key, why);
      case NewGroupState(var state) ->
          Notice.of(
              Kind.REFUSED,
              state.group(),
              "Not everybody could be told how the group has changed. "
                  + why
                  + " Whoever was not told learns it from the server.");
      case GroupTitle title ->
          Notice.of(
              Kind.REFUSED,
              title.group(),
              "Not everybody could be told what the group is called. "
                  + why
                  + " Give it its name once more to tell them.");
      case Empty _, Retry _, Introduction _, Unknown _ ->
          Notice.of(
              Kind.REFUSED,
              draft.conversation(),
              "Something that devices tell each other was not sent; it is no message of yours. "
                  + why);
    };
  }

  private static Notice ofKey(SenderKeyDistribution key, String why) {
    try (key) {
      return Notice.of(
          Kind.REFUSED,
          key.place().group(),
          "Some devices cannot open what you write here, as the key to it did not get there. "
              + why
              + " It is tried again with what you write next.");
    }
  }
}
