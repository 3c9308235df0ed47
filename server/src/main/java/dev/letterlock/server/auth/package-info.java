/** Who is calling: passwords, tokens, nonces and signed requests. The only user of java-jwt. */
@NullMarked
package dev.letterlock.server.auth;

import org.jspecify.annotations.NullMarked;
