/** Bytes of the client frames: one codec a frame, one decoder and one encoder for all. */
@NullMarked
package dev.letterlock.protocol.codec.client;

import org.jspecify.annotations.NullMarked;
