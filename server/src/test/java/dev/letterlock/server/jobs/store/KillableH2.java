package dev.letterlock.server.jobs.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;

/** An H2 server on loopback that can be killed and comes back on the same port. */
public final class KillableH2 {
  private final Path directory;
  private Server server;

  public KillableH2(Path directory) throws SQLException {
    this.directory = directory;
    this.server = listen("0");
  }

  public JobStorage storage() {
    return H2Storage.at("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./jobs");
  }

  public void kill() {
    server.stop();
  }

  public void start() throws SQLException {
    server = listen(Integer.toString(server.getPort()));
  }

  private Server listen(String port) throws SQLException {
    return Server.createTcpServer(
            "-tcpPort", port, "-baseDir", directory.toString(), "-ifNotExists")
        .start();
  }
}
