/** Conversations, groups, receipts and aged inboxes in MongoDB. */
@NullMarked
package dev.letterlock.storage.mongo.message;

import org.jspecify.annotations.NullMarked;
