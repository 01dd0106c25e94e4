import { memo, useEffect, useRef } from 'react';
import { usePhrases } from '../texts/texts.tsx';
import type { Finding, Severity } from './data.ts';
import { texts as both } from './texts.ts';

interface Segment {
  readonly start: number;
  readonly end: number;
  /** Places in the list of findings, the gravest first. */
  readonly of: readonly number[];
  /** Findings whose first span begins here. */
  readonly begins: readonly number[];
}

const order: Readonly<Record<Severity, number>> = { conflict: 0, doubt: 1, note: 2 };

/** The checked text with its findings marked: by line and number as much as by colour. */
export const MarkedText = memo(function MarkedText({
  text,
  findings,
  current,
  choose,
}: {
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly current: number | undefined;
  readonly choose: (finding: number) => void;
}) {
  const phrases = usePhrases(both);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (current === undefined) return;
    const mark = box.current?.querySelector(`mark[data-of~="${current}"]`);
    mark?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <article className="agree-document" lang="zh-CN" aria-label={phrases.document} ref={box} tabIndex={0}>
      {segmentsOf(text, findings, current).map((segment) => {
        const words = text.slice(segment.start, segment.end);
        const [first] = segment.of;
        if (first === undefined) return words;
        const refs = segment.begins.map((place) => (
          <sup key={place}>
            <a
              className="mark-ref"
              href={`#finding-${place}`}
              aria-label={phrases.mark(place + 1, phrases.severity[findings[place]!.severity])}
              onClick={(event) => {
                event.preventDefault();
                choose(place);
              }}
            >
              {place + 1}
            </a>
          </sup>
        ));
        const isCurrent = current !== undefined && segment.of.includes(current);
        return (
          <span key={segment.start}>
            {refs}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the number before the mark is its link */}
            <mark
              className={`m-${findings[first]!.severity}${isCurrent ? ' m-current' : ''}`}
              data-of={segment.of.join(' ')}
              onClick={() => choose(first)}
            >
              {words}
            </mark>
          </span>
        );
      })}
    </article>
  );
});

/** Cuts the text where spans begin and end. Of a note only the first place is marked until it is chosen. */
function segmentsOf(text: string, findings: readonly Finding[], current: number | undefined): Segment[] {
  const spans = findings.flatMap(({ spans: all, severity }, place) =>
    (severity === 'note' && place !== current ? all.slice(0, 1) : all).map(({ start, end }, index) => ({
      start,
      end: Math.min(end, start + 400),
      place,
      isFirst: index === 0,
    })),
  );
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort(
    (left, right) => left - right,
  );
  const starts = Map.groupBy(spans, (span) => span.start);
  const active = new Set<(typeof spans)[number]>();
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1]!;
    for (const span of active) if (span.end <= start) active.delete(span);
    for (const span of starts.get(start) ?? []) active.add(span);
    const of = [...new Set([...active].map((span) => span.place))].sort(
      (left, right) => order[findings[left]!.severity] - order[findings[right]!.severity] || left - right,
    );
    const begins = (starts.get(start) ?? []).filter((span) => span.isFirst).map((span) => span.place);
    return { start, end, of, begins };
  });
}
