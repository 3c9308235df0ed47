package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxState;
import java.util.List;

/**
 * An inbox without its envelopes.
 *
 * @param undelivered envelopes that wait, here or in the long-term store
 * @param gaps that are not acked, in order
 * @param tags of envelopes that wait
 * @param sends what the device has sent, the oldest first
 */
public record KeptInbox(
    DeviceAddress device,
    InboxState state,
    long undelivered,
    List<KeptGap> gaps,
    List<KeptTag> tags,
    List<KeptSend> sends) {
  public KeptInbox {
    gaps = List.copyOf(gaps);
    tags = List.copyOf(tags);
    sends = List.copyOf(sends);
  }
}
