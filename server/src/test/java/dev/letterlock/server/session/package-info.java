@NullMarked
package dev.letterlock.server.session;

import org.jspecify.annotations.NullMarked;
