/** Which devices a message to a user must address. */
@NullMarked
package dev.letterlock.server.roster;

import org.jspecify.annotations.NullMarked;
