/** The HTTP API as a device uses it: accounts, devices, lists, pre-keys and tokens. */
@NullMarked
package dev.letterlock.client.api;

import org.jspecify.annotations.NullMarked;
