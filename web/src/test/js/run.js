import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/**
 * Runs every test of this directory, each file in a process of its own, and ends with a line like Surefire's. No test at
 * all is a failure. An argument chooses the files whose path has it in it.
 */

const here = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(here, { recursive: true })
  .filter((name) => name.endsWith('.test.js') && name.includes(process.argv[2] ?? ''))
  .map((name) => here + name)
  .sort();

const counts = { run: 0, failed: 0, skipped: 0 };

/** A suite, and a file that holds tests, are reported as well; only what holds nothing else is a test. */
function isTest(event) {
  return event.details?.type !== 'suite' && !files.includes(event.name);
}

function count(event, failed) {
  counts.run += isTest(event) ? 1 : 0;
  counts.failed += failed ? 1 : 0;
  counts.skipped += event.skip === undefined ? 0 : 1;
}

function conclude() {
  const good = counts.failed === 0 && counts.run > 0;
  const { run: tests, failed, skipped } = counts;
  process.stdout.write(`[${good ? 'INFO' : 'ERROR'}] Tests run: ${tests}, Failures: ${failed}, Errors: 0, Skipped: ${skipped}\n`);
  if (tests === 0) {
    process.stdout.write('[ERROR] There was no test to run, which is a failure.\n');
  }
  process.exitCode = good ? 0 : 1;
}

if (files.length === 0) {
  conclude();
} else {
  const stream = run({ files, concurrency: 2, timeout: 120_000 });
  stream.on('test:pass', (event) => count(event, false));
  stream.on('test:fail', (event) => count(event, true));
  stream.on('end', conclude);
  stream.compose(spec).pipe(process.stdout);
}
