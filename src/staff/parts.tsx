import { Link } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { sentences } from './api.ts';
import { useTexts } from './texts/texts.tsx';

export type Status = 'draft' | 'submitted' | 'verified' | 'returned' | 'void';

/** Told by its word; the colour only helps. */
export function StatusTag({ status }: { readonly status: Status }) {
  const { texts } = useTexts();
  return <span className={`tag tag-${status}`}>{texts.status[status]}</span>;
}

export function Mark({ kind }: { readonly kind: 'sample' | 'highlight' }) {
  const { texts } = useTexts();
  return <span className={`tag tag-${kind}`}>{texts[kind]}</span>;
}

export function Loading() {
  const { texts } = useTexts();
  return (
    <div className="waiting" role="status" aria-label={texts.loading}>
      <Skeleton active paragraph={{ rows: 6 }} />
    </div>
  );
}

export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { texts, language } = useTexts();
  return (
    <Alert
      type="error"
      showIcon
      title={texts.failed}
      description={sentences(error, language).join(' ')}
      {...(retry && { action: <Button onClick={retry}>{texts.retry}</Button> })}
    />
  );
}

/** Nothing to show: says so, and what to do next. */
export function Nothing({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="nothing">
      <p className="nothing-title">{title}</p>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  );
}

export function NoSuchPage() {
  const { texts } = useTexts();
  return (
    <main className="page">
      <Nothing title={texts.notFound}>
        <Link to="/">{texts.toHome}</Link>
      </Nothing>
    </main>
  );
}

/** How complete a list is, always at its foot. */
export function CompletenessLine({
  shown,
  completeness,
}: {
  readonly shown: number;
  readonly completeness: {
    readonly total: number;
    readonly unit: { readonly name: string };
    readonly window?: { readonly from: string; readonly to: string } | undefined;
    readonly asOf: string;
  };
}) {
  const { texts } = useTexts();
  const { total, unit, window, asOf } = completeness;
  return (
    <p className="completeness" role="status">
      <strong>{texts.completeness(shown, total)}</strong>
      <span>{texts.scope(unit.name, window ? texts.dayRange(window.from, window.to) : '', momentText(asOf))}</span>
    </p>
  );
}

/** 2024-11-19 14:05, by the reader's own clock. */
export function momentText(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
