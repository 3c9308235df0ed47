/** Groups as the server sees them: a chain of signed states, of which one is in force. */
@NullMarked
package dev.letterlock.server.features.groups;

import org.jspecify.annotations.NullMarked;
