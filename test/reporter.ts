import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { spec, type TestEvent } from 'node:test/reporters';

/**
 * A line for each test file while the run goes on, and at its end the failures as the spec reporter tells them. The numbers
 * of the closing lines also go to the file in TAIZHANG_TEST_COUNTS, as one line of JSON, so that phases can be added up; the
 * files that failed go to the same name with `.failed`.
 */
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const failures = failuresOnly();
  for await (const event of source) {
    failures.take(event);
    if (event.type === 'test:stderr' || event.type === 'test:stdout') yield event.data.message;
    if (event.type !== 'test:summary') continue;
    const { counts, duration_ms: took, file, success } = event.data;
    if (file !== undefined) {
      const tests = `${counts.tests} ${counts.tests === 1 ? 'test' : 'tests'}, ${(took / 1000).toFixed(1)} s`;
      if (!success && process.env.TAIZHANG_TEST_COUNTS)
        appendFileSync(`${process.env.TAIZHANG_TEST_COUNTS}.failed`, `${relative(process.cwd(), file)}\n`);
      yield `${success ? '✔' : '✖'} ${relative(process.cwd(), file)} (${tests})\n`;
      continue;
    }
    const { tests, suites, passed: pass, cancelled, skipped, todo } = counts;
    const sums = { tests, suites, pass, fail: tests - pass - cancelled - skipped - todo, cancelled, skipped, todo };
    if (process.env.TAIZHANG_TEST_COUNTS) appendFileSync(process.env.TAIZHANG_TEST_COUNTS, `${JSON.stringify(sums)}\n`);
  }
  yield* failures.tell();
}

/** Keeps the events of failed tests with those above them, and leaves out what passed and the closing counts. */
function failuresOnly() {
  const kept = new Set<TestEvent>();
  // The open tests of each file, innermost last; every pass or failure closes the one that began last.
  const open = new Map<string, TestEvent[]>();
  return {
    take(event: TestEvent): void {
      if (event.type === 'test:start') {
        const key = event.data.file ?? '';
        open.set(key, [...(open.get(key) ?? []), event]);
        kept.add(event);
      } else if (event.type === 'test:pass') {
        kept.delete(open.get(event.data.file ?? '')!.pop()!);
      } else if (event.type === 'test:fail') {
        open.get(event.data.file ?? '')?.pop();
        kept.add(event);
      }
    },
    async *tell(): AsyncGenerator<string> {
      if (![...kept].some((event) => event.type === 'test:fail')) return;
      const writer = new spec();
      const told = text(writer);
      for (const event of kept) writer.write(event);
      writer.end();
      yield await told;
    },
  };
}
