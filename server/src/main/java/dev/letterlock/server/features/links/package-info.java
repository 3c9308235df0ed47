/** The mailbox through which a new device is linked: docs/E2EE.md §2.10. */
@NullMarked
package dev.letterlock.server.features.links;

import org.jspecify.annotations.NullMarked;
