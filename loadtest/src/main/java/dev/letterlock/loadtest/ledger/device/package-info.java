/** Devices that write down everything before anybody else can know of it. */
@NullMarked
package dev.letterlock.loadtest.ledger.device;

import org.jspecify.annotations.NullMarked;
