/** The sending half of one live connection, and which device is connected here. */
@NullMarked
package dev.letterlock.server.session;

import org.jspecify.annotations.NullMarked;
