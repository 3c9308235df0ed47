/**
 * Which of several servers has the session of a device, and which of them live: the ports, whatever
 * keeps them (docs/adr/0011).
 */
@NullMarked
package dev.letterlock.storage.inbox.route;

import org.jspecify.annotations.NullMarked;
