/** Accounts and how one signs in to them: register, login, refresh. */
@NullMarked
package dev.letterlock.server.features.accounts;

import org.jspecify.annotations.NullMarked;
