/** Tests of whole connections over real sockets. */
@NullMarked
package dev.letterlock.server.http.connection;

import org.jspecify.annotations.NullMarked;
