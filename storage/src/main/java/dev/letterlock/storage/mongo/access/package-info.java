/** How the stores ask MongoDB and wait for it, and what keys look like there. */
@NullMarked
package dev.letterlock.storage.mongo.access;

import org.jspecify.annotations.NullMarked;
