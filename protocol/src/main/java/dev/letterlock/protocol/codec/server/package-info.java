/** Bytes of the server frames: one codec a frame, one decoder and one encoder for all. */
@NullMarked
package dev.letterlock.protocol.codec.server;

import org.jspecify.annotations.NullMarked;
