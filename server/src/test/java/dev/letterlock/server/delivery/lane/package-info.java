@NullMarked
package dev.letterlock.server.delivery.lane;

import org.jspecify.annotations.NullMarked;
