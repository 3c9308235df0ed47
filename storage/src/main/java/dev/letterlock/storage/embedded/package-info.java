/**
 * MongoDB's wire protocol served inside this process from one file, so that nothing has to be
 * installed; meant for thousands of users (docs/OPERATIONS.md).
 */
@NullMarked
package dev.letterlock.storage.embedded;

import org.jspecify.annotations.NullMarked;
