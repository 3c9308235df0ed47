/** Wake-ups for devices that are connected nowhere. */
@NullMarked
package dev.letterlock.server.notify;

import org.jspecify.annotations.NullMarked;
