package dev.letterlock.crypto.e2ee.link;

import dev.letterlock.crypto.DeviceList;

/**
 * What the first device tells a new one of a contact's account, so that the server cannot show it
 * another account key (docs/E2EE.md §2.10).
 *
 * @param list the pinned one
 * @param verified whether a person has compared the safety number
 */
public record SharedPin(DeviceList list, boolean verified) {}
