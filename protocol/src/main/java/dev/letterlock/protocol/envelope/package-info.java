/** What a recipient device gets of a Send, and what its inbox stores. */
@NullMarked
package dev.letterlock.protocol.envelope;

import org.jspecify.annotations.NullMarked;
