/**
 * A device's connection to the server: enrolment, session, acks, resume and reconnect.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client;

import org.jspecify.annotations.NullMarked;
