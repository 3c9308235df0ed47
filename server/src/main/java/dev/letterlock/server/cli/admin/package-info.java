/** The commands that speak to the management port of a running server. */
@NullMarked
package dev.letterlock.server.cli.admin;

import org.jspecify.annotations.NullMarked;
