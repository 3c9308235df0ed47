/** A device's connection to the server: enrolment, session, acks, resume and reconnect. */
@NullMarked
package dev.letterlock.client;

import org.jspecify.annotations.NullMarked;
