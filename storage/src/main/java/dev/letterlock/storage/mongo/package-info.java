/** The stores on MongoDB, written within what the embedded server can do (docs/ARCHITECTURE.md). */
@NullMarked
package dev.letterlock.storage.mongo;

import org.jspecify.annotations.NullMarked;
