/** Devices and the signed lists that name them: enrolment, revocation, publication. */
@NullMarked
package dev.letterlock.server.features.devices;

import org.jspecify.annotations.NullMarked;
