/** What the inbox engines share. */
@NullMarked
package dev.letterlock.storage.inbox.engine;

import org.jspecify.annotations.NullMarked;
