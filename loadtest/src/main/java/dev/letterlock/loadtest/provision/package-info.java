/** Users, devices, keys and tokens made in bulk through the management port. */
@NullMarked
package dev.letterlock.loadtest.provision;

import org.jspecify.annotations.NullMarked;
