/** The one thread of a profile, what every step on it uses, and how refusals are told. */
@NullMarked
package dev.letterlock.client.messenger.desk;

import org.jspecify.annotations.NullMarked;
