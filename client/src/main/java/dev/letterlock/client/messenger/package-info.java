/**
 * The client library: end-to-end encrypted conversations that survive a crash on either side.
 *
 * <p>A program reads it in this order:
 *
 * <ol>
 *   <li>{@link dev.letterlock.client.messenger.MessengerSettings#of} says which server ({@link
 *       dev.letterlock.client.transport.ServerUrl#parse}), which directory is the profile and which
 *       passphrase opens it ({@link dev.letterlock.crypto.primitive.SecretBytes#copyOf(byte[])}).
 *   <li>{@link dev.letterlock.client.messenger.Messenger#signUp} makes an account and its profile,
 *       {@link dev.letterlock.client.messenger.Messenger#open} opens one that is there; {@link
 *       dev.letterlock.client.messenger.Messenger#requestDevice} and {@link
 *       dev.letterlock.client.messenger.Account#admit} make a further device of an account. {@link
 *       dev.letterlock.client.messenger.Account#writeRecoveryFile} puts the account key into a file
 *       for the day on which no device that holds it is left: whoever has the file, its passphrase
 *       and the account's password has the account.
 *   <li>A {@link dev.letterlock.client.messenger.MessengerListener} is told of messages, of ticks
 *       and of what a person should know; {@link
 *       dev.letterlock.client.messenger.Messenger#conversation} finds the conversation of the id
 *       that it is told.
 *   <li>{@link dev.letterlock.client.messenger.Messenger#start} connects and stays connected.
 *   <li>{@link dev.letterlock.client.messenger.Messenger#conversationWith} and {@link
 *       dev.letterlock.client.messenger.Messenger#createGroup} lead to a {@link
 *       dev.letterlock.client.messenger.Conversation}: {@link
 *       dev.letterlock.client.messenger.Conversation#send} returns when the text is on disk, and it
 *       leaves when the server can be reached.
 *   <li>{@link dev.letterlock.client.messenger.Conversation#sendFile} and {@link
 *       dev.letterlock.client.messenger.Conversation#saveFile} bring files, and block meanwhile.
 *   <li>{@link dev.letterlock.client.messenger.Messenger#safetyNumber} is what two people compare,
 *       and {@link dev.letterlock.client.messenger.Messenger#markVerified} that they did. When the
 *       server or somebody else is caught lying, {@link
 *       dev.letterlock.client.messenger.Notice#evidence} is what proves it; {@link
 *       dev.letterlock.client.messenger.Messenger#notices} has it again after a restart.
 *   <li>{@link dev.letterlock.client.messenger.Messenger#close} says goodbye; what has not left
 *       leaves after the next opening.
 * </ol>
 *
 * <p>What cannot be done is a {@link dev.letterlock.client.messenger.MessengerException}, whose
 * message is a sentence for a person and whose {@link dev.letterlock.client.messenger.Reason} is
 * for the program. Libsodium is native: Java warns unless it is started with {@code
 * --enable-native-access=ALL-UNNAMED}. Logging is SLF4J's, and silent unless something is wrong and
 * the application brings a logger.
 */
@NullMarked
package dev.letterlock.client.messenger;

import org.jspecify.annotations.NullMarked;
