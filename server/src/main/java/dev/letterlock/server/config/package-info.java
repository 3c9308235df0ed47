/**
 * What an operator can set: each key declared once in {@code Keys}, read once into a {@code
 * ServerConfig}.
 */
@NullMarked
package dev.letterlock.server.config;

import org.jspecify.annotations.NullMarked;
