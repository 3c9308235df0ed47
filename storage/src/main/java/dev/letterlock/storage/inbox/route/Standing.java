package dev.letterlock.storage.inbox.route;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;

/**
 * A session as its node knows it.
 *
 * @param fence which {@link Routes#attach} gave it
 * @param sent everything up to this place was sent to the device
 * @param receiptMark every receipt up to this mark was sent to it
 */
public record Standing(DeviceAddress device, long fence, Cursor sent, long receiptMark) {}
