/** One HTTP/1.1 connection: its requests one after the other, and the upgrade that ends them. */
@NullMarked
package dev.letterlock.server.http.connection;

import org.jspecify.annotations.NullMarked;
