/** What the server does for accounts and devices, and who may ask for it; one class a use case. */
@NullMarked
package dev.letterlock.server.features;

import org.jspecify.annotations.NullMarked;
