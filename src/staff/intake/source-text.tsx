import { memo, type RefObject, useMemo } from 'react';
import { usePhrases } from '../texts/texts.tsx';
import type { Intake, Quantity } from './data.ts';
import { linesOf, type Segment } from './segments.ts';
import { texts as both } from './texts.ts';

/**
 * The text of the document: what a proposal was taken from is framed, every quantity carries the sign of its state. The lists
 * beside it do everything that a click here does.
 */
export const SourceText = memo(function SourceText({
  intake,
  current,
  quantity,
  choose,
  box,
}: {
  readonly intake: Intake;
  /** The proposal that is open. */
  readonly current: number | undefined;
  /** The quantity that was asked for. */
  readonly quantity: number | undefined;
  readonly choose: (to: { readonly item?: number; readonly quantity?: number }) => void;
  readonly box: RefObject<HTMLElement | null>;
}) {
  const say = usePhrases(both);
  const { text, items, quantities } = intake;
  const lines = useMemo(() => linesOf(text, items, quantities), [text, items, quantities]);
  const states = useMemo(() => new Map(items.map((item) => [item.n, item.state])), [items]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the lists beside it are the keyboard's way
    <section
      className="intake-text"
      lang="zh-CN"
      aria-label={say.source}
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onClick={(event) => {
        const target = event.target as HTMLElement;
        const [number, piece] = [target.closest<HTMLElement>('[data-q]'), target.closest<HTMLElement>('[data-item]')];
        if (number?.dataset.state !== 'used' && number) choose({ quantity: Number(number.dataset.q) });
        else if (piece) choose({ item: Number(piece.dataset.item) });
      }}
    >
      {lines.map(({ start, segments }) => (
        <p key={start}>
          {segments.map((segment) => (
            <Piece
              key={segment.start}
              segment={segment}
              words={text.slice(segment.start, segment.end)}
              state={segment.item === undefined ? undefined : states.get(segment.item)}
              isCurrent={segment.item !== undefined && segment.item === current}
              isAsked={segment.quantity !== undefined && segment.quantity.n === quantity}
            />
          ))}
        </p>
      ))}
    </section>
  );
});

const Piece = memo(function Piece({
  segment,
  words,
  state,
  isCurrent,
  isAsked,
}: {
  readonly segment: Segment;
  readonly words: string;
  readonly state: string | undefined;
  readonly isCurrent: boolean;
  readonly isAsked: boolean;
}) {
  const inner = segment.quantity ? (
    <Counted quantity={segment.quantity} words={words} isAsked={isAsked} isLast={segment.end >= segment.quantity.end} />
  ) : (
    words
  );
  if (segment.item === undefined) return inner;
  return (
    <span className="piece" data-item={segment.item} data-state={state} data-current={isCurrent || undefined}>
      {inner}
    </span>
  );
});

/** Its state is told by a sign and by how it is underlined, not by colour alone. */
function Counted({
  quantity,
  words,
  isAsked,
  isLast,
}: {
  readonly quantity: Quantity;
  readonly words: string;
  readonly isAsked: boolean;
  readonly isLast: boolean;
}) {
  const say = usePhrases(both);
  return (
    <mark
      className="q"
      data-q={quantity.n}
      data-state={quantity.state}
      data-asked={isAsked || undefined}
      title={say.states[quantity.state]}
    >
      {words}
      {isLast && (
        <>
          <span className="q-sign" aria-hidden="true">
            {say.stateSigns[quantity.state]}
          </span>
          <span className="visually-hidden">（{say.states[quantity.state]}）</span>
        </>
      )}
    </mark>
  );
}
