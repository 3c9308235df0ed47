package dev.letterlock.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/**
 * Where the bytes of blobs are. An upload grows at its end only, and becomes a blob that never
 * changes. Every method blocks; those with a stream move it piece by piece, whatever its length.
 */
public interface BlobStore {
  /** Where a client sends the parts of an upload: an address, relative to this server's or not. */
  String uploadPlace(UUID blob);

  /** Where a client fetches a blob from: an address, relative to this server's or not. */
  String downloadPlace(UUID blob);

  /**
   * How much of an upload, or of a blob, is there.
   *
   * @return bytes; 0 if there is nothing
   */
  long stored(UUID blob) throws IOException;

  /**
   * Adds a part to an upload. What has come is kept when the part breaks off, and is on disk when
   * this returns or fails.
   *
   * @param offset where the part begins
   * @param most where the upload ends at the latest
   * @return how much of the upload is there now
   * @throws MisplacedPartException if the upload does not end at {@code offset}, another part is
   *     being added, or the part goes beyond {@code most}; nothing of it is kept
   * @throws IOException if the part broke off, or cannot be written
   */
  long append(UUID blob, long offset, long most, InputStream part) throws IOException;

  /**
   * All that there is of an upload or a blob, from an offset on; the caller closes it.
   *
   * @throws java.nio.file.NoSuchFileException if there is nothing
   */
  InputStream read(UUID blob, long offset) throws IOException;

  /** Makes an upload a blob, on disk when this returns; once more does no harm. */
  void seal(UUID blob) throws IOException;

  /** Removes an upload or a blob; nothing, if there is none. */
  void delete(UUID blob) throws IOException;
}
