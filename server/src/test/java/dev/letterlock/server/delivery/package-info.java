@NullMarked
package dev.letterlock.server.delivery;

import org.jspecify.annotations.NullMarked;
