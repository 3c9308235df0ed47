package dev.letterlock.client.chat;

/** What /help says of the commands of {@link Chat} itself. */
final class ChatHelp {

  static final Explained TO =
      new Explained(
          "/to NAME",
          "open a conversation, or a group: /to #TITLE",
          "/to bob",
          "Opens the conversation with somebody, or a group by its title, and shows what you have not"
              + " read there. Every line that is no command goes to it from then on, until another"
              + " one is opened.");
  static final Explained LIST =
      new Explained(
          "/list",
          "all conversations and what is unread",
          "/list",
          "Shows all conversations and groups, how much is unread in each, and the last message.");
  static final Explained HISTORY =
      new Explained(
          "/history",
          "the last 20 messages of the open one, with notices",
          "/history",
          "Shows the last 20 messages of the open conversation again, and what you were told about"
              + " it meanwhile.");
  static final Explained NOTICES =
      new Explained(
          "/notices",
          "the last 20 notices of all",
          "/notices",
          "Shows the last 20 things that you were told besides messages, of all conversations, such"
              + " as a changed key.");
  static final Explained HELP =
      new Explained(
          "/help [NAME]",
          "this, or more of one command",
          "/help group new",
          "Shows all commands in few words, or one of them with what it does and an example.");
  static final Explained QUIT =
      new Explained(
          "/quit",
          "goodbye",
          "/quit",
          "Ends the chat. What has not left yet is named, stays here encrypted, and leaves with the"
              + " next start.");

  private ChatHelp() {}
}
