/**
 * The HTTP API as a device uses it: accounts, devices, lists, pre-keys and tokens.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.api;

import org.jspecify.annotations.NullMarked;
