/** Ports to what messages leave behind: conversations, receipts, inboxes that have aged. */
@NullMarked
package dev.letterlock.storage.message;

import org.jspecify.annotations.NullMarked;
