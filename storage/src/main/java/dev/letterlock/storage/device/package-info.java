/** Ports to what a device is known by: its certificate, the signed lists, its pre-keys. */
@NullMarked
package dev.letterlock.storage.device;

import org.jspecify.annotations.NullMarked;
