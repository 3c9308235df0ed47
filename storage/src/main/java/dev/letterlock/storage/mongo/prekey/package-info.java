/** Pre-keys in MongoDB: each handed out once, its id never taken again. */
@NullMarked
package dev.letterlock.storage.mongo.prekey;

import org.jspecify.annotations.NullMarked;
