/** What one inbox engine keeps and another takes over (docs/adr/0012). */
@NullMarked
package dev.letterlock.storage.inbox.move;

import org.jspecify.annotations.NullMarked;
