/** What devices say they have stored or read. */
@NullMarked
package dev.letterlock.server.delivery.receipt;

import org.jspecify.annotations.NullMarked;
