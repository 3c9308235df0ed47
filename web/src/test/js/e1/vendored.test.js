import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** libsodium lies here as it was published, but for the name by which one file finds the other. */

const directory = '../../../main/resources/dev/letterlock/web/vendor/libsodium/';
const read = (name) => readFileSync(new URL(directory + name, import.meta.url), 'utf8');
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const published = {
  'libsodium.mjs': '29087d1719326c68006fe88cd110110e6c198ea078bd9c417ba3975875c89819',
  'libsodium-wrappers.mjs': '1fd8ab3f39ed0bd1c12252190b557a367981c89e565be6e032895ad30283dcbf',
};

for (const [name, hash] of Object.entries(published)) {
  test(`${name} is the file of version 0.8.4`, () => {
    const original = read(name).replace('from"./libsodium.mjs"', 'from"libsodium"');
    assert.equal(sha256(original), hash);
    assert.ok(read('README.md').includes(hash), 'README.md names the hash');
  });
}
