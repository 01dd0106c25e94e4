import type { Quantity } from './model.ts';
import { type ReadOptions, readQuantities } from './quantities.ts';

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
    for (const quantity of readQuantities(text, reading)) yield JSON.stringify(shown(quantity));
    return;
  }
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    for (const quantity of readQuantities(line, reading)) yield JSON.stringify({ line: number, ...shown(quantity) });
  }
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
