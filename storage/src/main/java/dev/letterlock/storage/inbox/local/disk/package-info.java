/** The records of the local inbox engine and the database that keeps them; the home of RocksDB. */
@NullMarked
package dev.letterlock.storage.inbox.local.disk;

import org.jspecify.annotations.NullMarked;
