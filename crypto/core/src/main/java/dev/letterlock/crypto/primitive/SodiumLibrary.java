package dev.letterlock.crypto.primitive;

import com.goterl.lazysodium.SodiumJava;
import com.goterl.lazysodium.utils.LibraryLoader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the one libsodium that lazysodium bundles for this platform (docs/E2EE.md §4, "Loading
 * trap"): lazysodium's own loader prefers an older system library and leaves its copy behind. The
 * copy made here is removed as soon as it is mapped, or at exit where the system forbids that.
 */
record SodiumLibrary(SodiumJava functions, SymbolLookup symbols, String version) {

  static final String EXPECTED_VERSION = "1.0.20";

  private static final int LONGEST_VERSION = 32;

  /**
   * @param directory where the copy lives for a moment; must be writable and not mounted noexec
   * @throws SodiumException if the library cannot be unpacked or mapped, or is another version
   */
  static SodiumLibrary load(Path directory) {
    try {
      return loadCopy(LibraryLoader.getSodiumPathInResources(), directory);
    } catch (IOException e) {
      throw new SodiumException("directory: " + directory + " (expected: writable)", e);
    } catch (LinkageError | IllegalArgumentException e) {
      throw new SodiumException(
          "libsodium: not loadable from "
              + directory
              + " (expected: a directory that is not mounted noexec; choose one with"
              + " -Djava.io.tmpdir, and for JNA with -Djna.tmpdir)",
          e);
    }
  }

  /**
   * @throws SodiumException if the library has no such function
   */
  MemorySegment symbol(String name) {
    return symbols
        .find(name)
        .orElseThrow(() -> new SodiumException("symbol: " + name + " (expected: in libsodium)"));
  }

  private static SodiumLibrary loadCopy(String resource, Path directory) throws IOException {
    Path copy = Files.createTempFile(directory, "letterlock-", suffixOf(resource));
    try {
      Files.write(copy, bundled(resource));
      SodiumJava functions = new SodiumJava(copy.toString());
      SymbolLookup symbols = SymbolLookup.libraryLookup(copy, Arena.global());
      return new SodiumLibrary(functions, symbols, checkedVersion(symbols));
    } finally {
      remove(copy);
    }
  }

  private static byte[] bundled(String resource) throws IOException {
    try (InputStream in = SodiumJava.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new SodiumException("libsodium: " + resource + " (expected: inside lazysodium)");
      }
      return in.readAllBytes();
    }
  }

  private static String suffixOf(String resource) {
    return resource.substring(resource.lastIndexOf('.'));
  }

  private static String checkedVersion(SymbolLookup symbols) {
    String version = readVersion(symbols.findOrThrow("sodium_version_string"));
    if (!version.equals(EXPECTED_VERSION)) {
      throw new SodiumException(
          "libsodium: " + version + " (expected: " + EXPECTED_VERSION + ", as bundled)");
    }
    return version;
  }

  private static String readVersion(MemorySegment function) {
    try {
      MemorySegment text =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      return text.reinterpret(LONGEST_VERSION).getString(0);
    } catch (Throwable e) {
      throw new SodiumException("libsodium: no version (expected: " + EXPECTED_VERSION + ")", e);
    }
  }

  private static void remove(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      // Windows keeps a mapped library locked; deleteOnExit has it then.
      copy.toFile().deleteOnExit();
    }
  }
}
