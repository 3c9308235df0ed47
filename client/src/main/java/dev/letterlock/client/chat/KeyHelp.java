package dev.letterlock.client.chat;

/** What /help says of {@link KeyCommands}. */
final class KeyHelp {

  static final Explained SAFETY =
      new Explained(
          "/safety [NAME]",
          "the number to compare, by voice or face to face",
          "/safety bob",
          "Shows the 60 digits that you and somebody must both see; without a name those of the open"
              + " conversation. If they are the same, nobody stands between you: then /verify.");
  static final Explained VERIFY =
      new Explained(
          "/verify [NAME]",
          "it was compared: a changed key stops sending",
          "/verify bob",
          "Says that you have compared the number that /safety showed. From then on a key that"
              + " changes stops what you write until you say a word about it.");
  static final Explained ACCEPT =
      new Explained(
          "/accept [NAME]",
          "take a changed key without having compared it",
          "/accept bob",
          "Takes the changed key of somebody without comparing it, and lets go what waited for that."
              + " The first time it shows the number, the second time it does it.");
  static final Explained REJECT =
      new Explained(
          "/reject [NAME]",
          "refuse a changed key and stay with the old one, or go back",
          "/reject bob",
          "Refuses the changed key of somebody: the old one stays, and what came under the new one"
              + " is thrown away. The first time it shows the number, the second time it does it.");
  static final Explained EVIDENCE =
      new Explained(
          "/evidence [NUMBER FILE]",
          "what proves a warning to others, into a file",
          "/evidence 1 proof.bin",
          "Lists the warnings that can be proved to others, and writes the proof of one into a new"
              + " file: both statements with their signatures. It holds no secret of yours.");
  static final Explained DEVICES =
      new Explained(
          "/devices [NAME]",
          "the devices on the signed list, or your own",
          "/devices bob",
          "Shows the devices to which is encrypted what somebody gets, by the number on the signed"
              + " list; without a name your own.");
  static final Explained LINK =
      new Explained(
          "/link CODE",
          "take a further device in by comparing six digits",
          "/link yes",
          "Takes a further device of your account in, by the code that it shows: then both show six"
              + " digits. If they are the same, /link yes lets it in; /link no does not. Only a device"
              + " that holds your account's key can do it, such as the first.");
  static final Explained ADMIT =
      new Explained(
          "/admit CODE",
          "take a further device in; --cancel gives that up",
          "/admit --cancel",
          "Takes a further device of your account in, by the code that it shows; type the answer"
              + " there within 10 minutes. Only a device that holds your account's key can do it, such"
              + " as the first. --cancel gives up one that is not coming.");
  static final Explained REMOVE =
      new Explained(
          "/remove NUMBER",
          "sign a lost device of yours out, for good",
          "/remove 2",
          "Takes a device off your account for good, by the number that /devices shows. What has"
              + " waited for it is dropped; what it has read it keeps. Only a device that holds your"
              + " account's key can do it, such as the first.");
  static final Explained RENEW =
      new Explained(
          "/renew",
          "give your account a new key, signed by the old one",
          "/renew",
          "Gives your account a new key, in case somebody may have copied the old one. It says what"
              + " follows and asks first. Only a device that holds the key can do it, such as the"
              + " first.");
  static final Explained RECOVERY =
      new Explained(
          "/recovery FILE",
          "your account's key into a file, for when this device is lost",
          "/recovery /media/stick/alice.recovery",
          "Writes the key of your account into a new file, under a passphrase that it asks for. With"
              + " both, and your password, letterlock chat --recovery-file FILE makes a device that"
              + " holds the key, and nobody has to compare numbers anew. Keep the file away from here;"
              + " after /renew write another.");

  private KeyHelp() {}
}
