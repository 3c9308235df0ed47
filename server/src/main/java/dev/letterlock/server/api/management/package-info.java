/** The management port: metrics, health, and an operator's requests. */
@NullMarked
package dev.letterlock.server.api.management;

import org.jspecify.annotations.NullMarked;
