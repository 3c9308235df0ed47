/** The whole product at once: real servers, real clients, and what goes wrong between them. */
@NullMarked
package dev.letterlock.whole;

import org.jspecify.annotations.NullMarked;
