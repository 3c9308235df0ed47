package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.e2ee.attachment.AttachmentRejectedException;
import dev.letterlock.crypto.e2ee.attachment.MediaType;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** The files of a person that are sent and fetched, with words for what is wrong with them. */
record FilesOnDisk(FileTransfers transfers) {

  /** As {@link Conversation#sendFile}, up to the message. */
  AttachmentPointer send(Path file, Progress progress) {
    try {
      requireSendable(file);
      return transfers.send(file, mediaType(file), progress);
    } catch (NoSuchFileException e) {
      throw Words.asException(new RefusedException("There is no file " + file + ".", e));
    } catch (IOException e) {
      throw disk("The file " + file + " was not sent: it cannot be read, or changed meanwhile.", e);
    } catch (RuntimeException e) {
      throw Words.asException(e);
    }
  }

  /** As {@link Conversation#saveFile}. */
  void save(AttachmentPointer pointer, Path target, Progress progress) {
    try {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      transfers.fetch(pointer, target, progress);
    } catch (FileAlreadyExistsException e) {
      throw Words.asException(
          new RefusedException("There is a file " + target + " already: give another name.", e));
    } catch (NoSuchFileException e) {
      throw Words.asException(
          new RefusedException("The folder of " + target + " is not there: give another.", e));
    } catch (IOException e) {
      throw disk("Nothing can be written to " + target + ", so nothing is there.", e);
    } catch (RuntimeException e) {
      throw Words.asException(e);
    }
  }

  private static void requireSendable(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new RefusedException(file + " is a folder: pack it into one file, and send that.");
    }
    if (Files.size(file) > AttachmentSizes.MAX_CONTENT) {
      throw new RefusedException("That file is too large: one of at most 16 GiB can be sent.");
    }
  }

  /** What the system makes of its name; nobody looks into it. */
  private static MediaType mediaType(Path file) throws IOException {
    String guess = Files.probeContentType(file);
    try {
      return guess == null ? MediaType.OCTETS : new MediaType(guess.toLowerCase(Locale.ROOT));
    } catch (AttachmentRejectedException e) {
      return MediaType.OCTETS;
    }
  }

  private static MessengerException disk(String sentence, IOException cause) {
    return new MessengerException(Reason.DISK, sentence, null, cause);
  }
}
