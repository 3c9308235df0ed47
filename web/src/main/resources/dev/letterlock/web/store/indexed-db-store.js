import { randomBytes } from '../e1/sodium.js';
import { SealedStore } from './sealed-store.js';

/**
 * A store in a browser's IndexedDB. Records are sealed under a random key, which lies beside them wrapped by a WebCrypto key
 * that no script can read out: whoever copies the database's files without the browser's key storage gets nothing. One
 * write is one transaction with strict durability. Only one page may have it open, as two would use one ratchet twice.
 */

const KEYS = 'keys';
const RECORDS = 'records';
const WRAPPED = 'record-key';
const ALGORITHM = 'AES-GCM';

/** The profile is open in another page of this browser. */
export class StoreInUse extends Error {}

/**
 * @param {string} name of the database
 * @param {LockManager} [locks]
 * @returns {Promise<import('../profile/profile.js').Store>}
 * @throws {StoreInUse}
 */
export async function openIndexedDb(name, locks = navigator.locks) {
  const release = await lock(`letterlock:${name}`, locks);
  try {
    const database = await openDatabase(name);
    return new SealedStore(new RecordStore(database, release), await recordKey(database));
  } catch (error) {
    release();
    throw error;
  }
}

class RecordStore {
  #database;
  #release;

  constructor(database, release) {
    this.#database = database;
    this.#release = release;
  }

  async load() {
    const records = this.#database.transaction(RECORDS).objectStore(RECORDS);
    const [keys, values] = await Promise.all([answer(records.getAllKeys()), answer(records.getAll())]);
    return keys.map((key, at) => [key, values[at]]);
  }

  write(changes) {
    const transaction = this.#database.transaction(RECORDS, 'readwrite', { durability: 'strict' });
    const records = transaction.objectStore(RECORDS);
    changes.forEach(([key, bytes]) => (bytes === null ? records.delete(key) : records.put(bytes, key)));
    return finished(transaction);
  }

  async close() {
    this.#database.close();
    this.#release();
  }
}

/** Holds the lock until what comes back is called. */
function lock(name, locks) {
  return new Promise((taken, refused) => {
    const hold = (granted) => {
      if (granted === null) {
        refused(new StoreInUse('The profile is open in another page: close that, or go on there.'));
        return undefined;
      }
      return new Promise((release) => taken(release));
    };
    locks.request(name, { ifAvailable: true }, hold).catch(refused);
  });
}

function openDatabase(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(KEYS);
    request.result.createObjectStore(RECORDS);
  };
  return answer(request);
}

async function recordKey(database) {
  const kept = await answer(database.transaction(KEYS).objectStore(KEYS).get(WRAPPED));
  if (kept === undefined) {
    return newRecordKey(database);
  }
  const { wrappingKey, iv, wrapped } = kept;
  return new Uint8Array(await crypto.subtle.decrypt({ name: ALGORITHM, iv }, wrappingKey, wrapped));
}

async function newRecordKey(database) {
  const wrappingKey = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt']);
  const [key, iv] = [randomBytes(32), randomBytes(12)];
  const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: ALGORITHM, iv }, wrappingKey, key));
  const transaction = database.transaction(KEYS, 'readwrite', { durability: 'strict' });
  transaction.objectStore(KEYS).add({ wrappingKey, iv, wrapped }, WRAPPED);
  await finished(transaction);
  return key;
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
