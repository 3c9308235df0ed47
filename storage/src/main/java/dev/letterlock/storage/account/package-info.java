/** Ports to accounts: users, their sessions, and how many of them are imported at once. */
@NullMarked
package dev.letterlock.storage.account;

import org.jspecify.annotations.NullMarked;
