import { createInterface } from 'node:readline';
import { Messenger } from '../../main/resources/dev/letterlock/web/messenger/messenger.js';
import { JournalStore } from '../../main/resources/dev/letterlock/web/node/journal-store.js';

/**
 * One device for tests that talk to it from another process: `node peer.js URL PROFILE NAME PASSWORD`. It signs up in an
 * empty profile, connects, and answers each line of its input, a command in JSON, with one line of output.
 */

const [url, profile, name, password] = process.argv.slice(2);

const listener = {
  noticed: ({ kind, sentence }) => process.stderr.write(`${kind} ${sentence}\n`),
  stopped: (code, text) => process.stderr.write(`stopped ${code} ${text}\n`),
  failed: (error) => process.stderr.write(`failed ${error.stack}\n`),
};

const messenger = await Messenger.signUp(url, new JournalStore(profile), name, password, listener);
messenger.start();
answer('ready');

const commands = {
  async say({ to, text }) {
    return (await messenger.send(await messenger.conversationWith(to), text)).number;
  },

  async shown({ to }) {
    const messages = await messenger.messages(await messenger.conversationWith(to), Number.MAX_SAFE_INTEGER);
    return messages.map(({ text }) => text);
  },

  async alarms() {
    return (await messenger.notices()).filter(({ kind }) => kind === 'ALARM').map(({ sentence }) => sentence);
  },

  async safety({ to }) {
    return messenger.safetyNumber(await messenger.conversationWith(to));
  },

  async reconnect() {
    messenger.reconnect();
    return 'begun';
  },

  async close() {
    await messenger.close();
    return 'closed';
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  answer(await commands[command.do](command));
}

function answer(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
