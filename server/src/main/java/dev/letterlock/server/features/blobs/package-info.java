/** Attachments: uploads in parts, downloads of parts, quotas (docs/E2EE.md §2.11). */
@NullMarked
package dev.letterlock.server.features.blobs;

import org.jspecify.annotations.NullMarked;
