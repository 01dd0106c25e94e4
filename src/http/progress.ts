import { toProblemError } from './problems.ts';

/**
 * What long work tells while it goes on, and its result as the last. Work goes on to its end when nobody listens any more:
 * what was begun in the database is finished there. Raises what the work raises, as a problem.
 */
export async function* told<Event>(work: (tell: (event: Event) => void) => Promise<Event>): AsyncGenerator<Event> {
  const waiting: Event[] = [];
  let wake = () => {};
  let ended = false;
  const result = work((event) => {
    waiting.push(event);
    wake();
  }).finally(() => {
    ended = true;
    wake();
  });
  // Raised below, where it is awaited; by then nobody may be there.
  result.catch(() => {});
  for (;;) {
    while (waiting.length > 0) yield waiting.shift()!;
    if (ended) break;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  try {
    yield await result;
  } catch (error) {
    throw toProblemError(error);
  }
}
