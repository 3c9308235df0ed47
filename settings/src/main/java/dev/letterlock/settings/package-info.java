/**
 * How a program reads what an operator has set: a key is declared once, and looked up in flags,
 * environment, {@code .env} and defaults.
 */
@NullMarked
package dev.letterlock.settings;

import org.jspecify.annotations.NullMarked;
