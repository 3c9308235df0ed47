/** Public pre-keys of devices: upload, count and claim (docs/E2EE.md §2.3). */
@NullMarked
package dev.letterlock.server.features.prekeys;

import org.jspecify.annotations.NullMarked;
