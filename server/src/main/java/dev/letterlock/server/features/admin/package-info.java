/** What an operator does: accounts, bulk import, tokens for tests, a forced collection. */
@NullMarked
package dev.letterlock.server.features.admin;

import org.jspecify.annotations.NullMarked;
