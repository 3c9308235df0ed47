/** How a session takes up its inbox where its device left it. */
@NullMarked
package dev.letterlock.server.delivery.resume;

import org.jspecify.annotations.NullMarked;
