/** {@code letterlock chat}: conversations in a terminal. */
@NullMarked
package dev.letterlock.client.chat;

import org.jspecify.annotations.NullMarked;
