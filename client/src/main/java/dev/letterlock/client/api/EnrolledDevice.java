package dev.letterlock.client.api;

import dev.letterlock.crypto.DeviceList;

/**
 * A device that the server knows and that may connect.
 *
 * @param list the device list that names it
 */
public record EnrolledDevice(DeviceKeys keys, DeviceList list, AccessTokens tokens) {}
