import type { Quantity } from './model.ts';
import { type ReadOptions, readQuantities } from './quantities.ts';
import { wholeSums } from './sums.ts';

export interface LineOptions extends ReadOptions {
  /** Every line is a text of its own; offsets are then those within the line, and `line` counts from 1. */
  readonly byLine: boolean;
}

/**
 * One JSON object for each quantity of a text, in order: the output of `taizhang read quantities`. Without `byLine` the
 * text is read as one document and offsets are those of the document.
 */
export function* quantityLines(text: string, options: LineOptions): Iterable<string> {
  const { byLine, ...reading } = options;
  if (!byLine) {
    for (const quantity of withSums(text, reading)) yield JSON.stringify(quantity);
    return;
  }
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    for (const quantity of withSums(line, reading)) yield JSON.stringify({ line: number, ...quantity });
  }
}

/**
 * The quantities as they are shown. A total carries `sums`, one for each whole list of it: the places of the parts among
 * the quantities of the same text, from 0, and whether they add up to it.
 */
function withSums(text: string, reading: ReadOptions): object[] {
  const quantities = readQuantities(text, reading);
  const sums = Map.groupBy(wholeSums(text, quantities), (sum) => sum.total);
  return quantities.map((quantity, index) => {
    const found = sums.get(index)?.map(({ parts, agrees }) => ({ parts, agrees }));
    return { ...shown(quantity), ...(found && { sums: found }) };
  });
}

/** Lines one by one, so that a long file is not held twice. */
function* linesOf(text: string): Iterable<string> {
  for (let at = 0; at <= text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(at, text[end - 1] === '\r' ? end - 1 : end);
    at = end + 1;
  }
}

/** The keys in their fixed order; optional ones only when they are set. */
function shown(quantity: Quantity): object {
  const { start, end, text, value, valueMax, qualifier, cumulative, unit, kind, noun, owner, section, ...rest } =
    quantity;
  const { per, appliesTo, target, indefinite, conflictingQualifiers, scale } = rest;
  return {
    start,
    end,
    text,
    value,
    ...(valueMax !== undefined && { valueMax }),
    qualifier,
    cumulative,
    unit,
    kind,
    noun,
    owner,
    section,
    ...(per !== undefined && { per }),
    ...(appliesTo !== undefined && { appliesTo }),
    ...(target !== undefined && { target }),
    ...(indefinite !== undefined && { indefinite }),
    ...(conflictingQualifiers !== undefined && { conflictingQualifiers }),
    ...(scale !== undefined && { scale }),
  };
}
