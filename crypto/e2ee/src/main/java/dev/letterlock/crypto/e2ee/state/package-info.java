/** How secrets and sessions become bytes for an encrypted key store, and come back checked. */
@NullMarked
package dev.letterlock.crypto.e2ee.state;

import org.jspecify.annotations.NullMarked;
