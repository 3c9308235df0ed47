/** What participants may ask about receipts. */
@NullMarked
package dev.letterlock.server.features.receipts;

import org.jspecify.annotations.NullMarked;
