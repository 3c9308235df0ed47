@NullMarked
package dev.letterlock.server.delivery.sending;

import org.jspecify.annotations.NullMarked;
