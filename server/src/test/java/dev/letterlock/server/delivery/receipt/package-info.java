@NullMarked
package dev.letterlock.server.delivery.receipt;

import org.jspecify.annotations.NullMarked;
