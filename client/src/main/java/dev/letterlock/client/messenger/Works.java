package dev.letterlock.client.messenger;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.line.Line;
import dev.letterlock.client.messenger.line.ReadReports;
import dev.letterlock.client.messenger.line.Switchboard;
import dev.letterlock.client.messenger.receiving.Arrivals;
import dev.letterlock.client.messenger.receiving.History;
import dev.letterlock.client.messenger.sending.GroupChanges;
import dev.letterlock.client.messenger.sending.ListNews;
import dev.letterlock.client.messenger.sending.Postbox;
import dev.letterlock.client.messenger.sending.Writing;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ServerUrl;
import org.jspecify.annotations.Nullable;

/** The parts of an open profile; {@link Assembly} puts them together. */
record Works(
    Tools tools,
    Desk desk,
    Audience audience,
    Contacts contacts,
    Talk talk,
    Circles circles,
    Network network) {

  /** What is said and read. */
  record Talk(Postbox postbox, Writing writing, Arrivals arrivals, History history) {}

  /** Groups. */
  record Circles(GroupBook book, GroupChanges changes, ListNews lists) {}

  /**
   * What reaches the server.
   *
   * @param before the server of the last session, if it was another
   */
  record Network(
      ApiClient api,
      Directory directory,
      ClientTransport transport,
      Line line,
      Switchboard switchboard,
      ReadReports reports,
      FilesOnDisk files,
      @Nullable ServerUrl before) {}

  /** Ends the connection in an orderly way, then everything else. */
  void close() {
    desk.execute(network.switchboard()::report);
    desk.execute(network.switchboard()::ackNow);
    // On the desk, so that the goodbye does not overtake them.
    desk.execute(network.line()::stop);
    desk.close();
    network.transport().close();
    network.api().close();
    audience.close();
    tools.close();
  }
}
