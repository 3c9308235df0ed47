/** Wakes devices that are connected nowhere, without telling them why. */
@NullMarked
package dev.letterlock.server.notify;

import org.jspecify.annotations.NullMarked;
