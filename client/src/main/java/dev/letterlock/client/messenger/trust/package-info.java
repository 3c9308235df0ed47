/** Who is who and who is in which group: only what was rightly signed. */
@NullMarked
package dev.letterlock.client.messenger.trust;

import org.jspecify.annotations.NullMarked;
