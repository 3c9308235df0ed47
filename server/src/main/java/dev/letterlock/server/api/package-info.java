/** The HTTP API of docs/openapi.yaml: requests in, use cases, answers out. */
@NullMarked
package dev.letterlock.server.api;

import org.jspecify.annotations.NullMarked;
