import { type MouseEvent, memo } from 'react';
import type { Compiled } from './api.ts';
import { follow } from './ledger/record-list.tsx';
import { useTexts } from './texts/texts.tsx';

type Block = Compiled['sections'][number]['blocks'][number];
type Inline = Extract<Block, { type: 'paragraph' }>['inlines'][number];

const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四', '十五'];

/** The document in the form of the printed paper. One listener answers for its hundreds of numbers. */
export const SummaryDocument = memo(
  function SummaryDocument({
    compiled,
    open,
  }: {
    readonly compiled: Compiled;
    readonly open: (figure: number) => void;
    readonly current?: number | undefined;
  }) {
    const { texts } = useTexts();
    const click = (event: MouseEvent<HTMLElement>) => {
      const link = (event.target as HTMLElement).closest<HTMLElement>('a[data-figure]');
      if (link) follow(event, () => open(Number(link.dataset.figure)));
    };
    return (
      <div className="summary">
        <nav className="contents" aria-label={texts.summary.contents}>
          <ol>
            {compiled.sections.map((section, index) => (
              <li key={section.code}>
                <a
                  href={`#section-${section.code}`}
                  onClick={(event) =>
                    follow(event, () => document.getElementById(`section-${section.code}`)?.scrollIntoView())
                  }
                >
                  {ordinals[index]}、{section.title}
                </a>
              </li>
            ))}
          </ol>
        </nav>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links inside answer to Enter by themselves */}
        <article className="paper" lang="zh-CN" onClick={click}>
          <h2 className="paper-title">{compiled.title}</h2>
          {compiled.sections.map((section, index) => (
            <section key={section.code} id={`section-${section.code}`} aria-labelledby={`title-${section.code}`}>
              <h3 id={`title-${section.code}`}>
                {ordinals[index]}、{section.title}
              </h3>
              {section.blocks.map((block, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other name than their place
                <BlockView key={place} block={block} compiled={compiled} />
              ))}
            </section>
          ))}
        </article>
      </div>
    );
  },
  (before, after) => before.compiled === after.compiled,
);

function BlockView({ block, compiled }: { readonly block: Block; readonly compiled: Compiled }) {
  if (block.type === 'paragraph') {
    return (
      <p>
        {block.lead && <strong>{block.lead.short}：</strong>}
        <Inlines inlines={block.inlines} compiled={compiled} />
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll" aria-label={block.caption} tabIndex={0}>
      <table className="paper-table">
        <caption>{block.caption}</caption>
        <thead>
          <tr>
            {block.columns.map((column) => (
              <th key={column.title} scope="col">
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...block.rows, ...(block.totals ? [block.totals] : [])].map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name than their place
            <tr key={index} className={index === block.rows.length ? 'totals' : ''}>
              {row.map((cell, column) =>
                column === 0 ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in their column
                  <th key={column} scope="row">
                    <Inlines inlines={[cell]} compiled={compiled} />
                  </th>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in their column
                  <td key={column} className={block.columns[column]?.numeric ? 'numeric' : ''}>
                    <Inlines inlines={[cell]} compiled={compiled} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Inlines({ inlines, compiled }: { readonly inlines: readonly Inline[]; readonly compiled: Compiled }) {
  return inlines.map((inline, index) =>
    typeof inline === 'string' ? (
      inline
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a line have no other name than their place
      <a key={index} className="figure" data-figure={inline.figure} href={`?figure=${inline.figure}`}>
        {compiled.figures[inline.figure]!.text}
      </a>
    ),
  );
}
