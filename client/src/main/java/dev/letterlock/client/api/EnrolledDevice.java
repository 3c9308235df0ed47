package dev.letterlock.client.api;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;

/**
 * A device that the server knows and that may connect.
 *
 * @param list the device list that names it
 */
public record EnrolledDevice(OwnDevice keys, DeviceList list, AccessTokens tokens) {}
