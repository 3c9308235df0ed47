/**
 * Who is who and who is in which group: only what was rightly signed.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.messenger.trust;

import org.jspecify.annotations.NullMarked;
