/** What an HTTP endpoint is made of: routes, requests, responses, problems and JSON. */
@NullMarked
package dev.letterlock.server.http;

import org.jspecify.annotations.NullMarked;
