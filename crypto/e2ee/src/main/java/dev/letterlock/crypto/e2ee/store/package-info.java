/**
 * What a device keeps: records that change together, and how they are sealed on a disk; and the
 * recovery file of the account key.
 */
@NullMarked
package dev.letterlock.crypto.e2ee.store;

import org.jspecify.annotations.NullMarked;
