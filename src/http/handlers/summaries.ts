import type { Tx } from '#db/open.ts';
import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { refuseOpenConflicts } from '#domain/discrepancies/open.ts';
import { compileSummary } from '#domain/summary/compile.ts';
import { freezeEdition, makeEdition, publishEdition } from '#domain/summary/edition.ts';
import { type Edition, figureSentence } from '#domain/summary/edition-model.ts';
import type { Summary } from '#domain/summary/model.ts';
import { findRound, type Round, readTemplate } from '#domain/summary/store.ts';
import type { Unit } from '#domain/units/tree.ts';
import { canonicalJson, type Json, sha256 } from '#kernel/canonical.ts';
import { refuse } from '#kernel/problem.ts';
import type { Window } from '#kernel/window.ts';
import { readWindow } from '../contract/common.ts';
import { editionFormats } from '../files.ts';
import { scopeNow, signedIn, unitInSight } from '../services.ts';
import { unitName } from '../shapes.ts';

export const summaries = {
  compile: signedIn.summaries.compile.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    const at = now();
    const compiled = await asReader(database, context.actor, (tx) =>
      compile(tx, organisation, unit, readWindow(input.window)!, at),
    );
    const { edition, summary, round } = compiled;
    return {
      title: edition.title,
      unit: unitName(unit),
      window: edition.window,
      ...(round && { round: round.code }),
      sections: edition.sections as never,
      figures: edition.figures.map((figure, index) => ({
        id: figure.id,
        text: figure.text,
        sentence: figureSentence(figure),
        label: figure.label,
        question: summary.figures[index]!.question as never,
        value: figure.value,
      })),
      notes: [...edition.notes],
      seen: seenHash(edition),
      mayFreeze: can(context.actor, 'freeze', { scope: scopeNow(unit, organisation.tree) }),
      compiledAt: at.toISOString(),
    };
  }),
  editions: signedIn.summaries.editions.handler(async ({ context }) => {
    const organisation = await context.services.organisation();
    const rows = await asReader(context.services.database, context.actor, (tx) =>
      tx
        .selectFrom('edition')
        .leftJoin('account', 'account.id', 'edition.frozen_by')
        .select(['edition.code', 'title', 'unit_id', 'sha256', 'frozen_at', 'published_at', 'account.name as by'])
        .orderBy('frozen_at', 'desc')
        .orderBy('edition.id', 'desc')
        .execute(),
    );
    return {
      editions: rows.map((row) => {
        const unit = organisation.tree.byId(row.unit_id);
        return {
          code: row.code,
          title: row.title,
          unit: unitName(unit),
          sha256: row.sha256,
          frozenAt: row.frozen_at.toISOString(),
          frozenBy: row.by,
          publishedAt: row.published_at?.toISOString() ?? null,
          mayPublish:
            row.published_at === null && can(context.actor, 'publish', { scope: scopeNow(unit, organisation.tree) }),
          files: [...editionFormats],
        };
      }),
    };
  }),
  freeze: signedIn.summaries.freeze.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    const freeze = async (tx: Tx) => {
      const { edition, round } = await compile(tx, organisation, unit, readWindow(input.window)!, now());
      if (seenHash(edition) !== input.seen) {
        refuse('summary_changed', {
          zh: '您打开小结之后，又有记录核定或改动，数字变了。请重新看一遍再定稿',
          en: 'records changed after you opened the summary; look at it again before freezing',
        });
      }
      await refuseOpenConflicts(tx, organisation, unit, readWindow(input.window)!, input.conflicts);
      const code = await freeCode(tx, edition.code);
      const hash = await freezeEdition(tx, context.actor, organisation, { ...edition, code }, round?.id ?? null);
      return { code, sha256: hash };
    };
    return await asActor(database, context.actor, freeze, 'repeatable read');
  }),
  publish: signedIn.summaries.publish.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    return await asActor(database, context.actor, async (tx) => {
      await publishEdition(tx, context.actor, organisation, input.code, now());
      const row = await tx
        .selectFrom('edition')
        .select('published_at')
        .where('code', '=', input.code)
        .executeTakeFirstOrThrow();
      return { code: input.code, publishedAt: row.published_at!.toISOString() };
    });
  }),
};

async function compile(
  tx: Tx,
  organisation: Organisation,
  unit: Unit,
  window: Window,
  at: Date,
): Promise<{ summary: Summary; edition: Edition; round: Round | undefined }> {
  const round = await findRound(tx, unit, window);
  const template = await readTemplate(tx, round?.template);
  const summary = await compileSummary(tx, organisation, {
    unit,
    window,
    template,
    ...(round && { windows: round.windows, title: round.title }),
  });
  const edition = await makeEdition(
    tx,
    organisation,
    summary,
    round?.code ?? `${unit.code}-${window.from}-${window.to}`,
    at,
  );
  return { summary, edition, round };
}

/** Of what a person sees, whenever it was compiled. */
function seenHash({ frozenAt: _, code: __, ...seen }: Edition): string {
  return sha256(canonicalJson(seen as unknown as Json));
}

/** The code itself, or with the next number when it is taken: an edition is never replaced. */
async function freeCode(tx: Tx, code: string): Promise<string> {
  const rows = await tx.selectFrom('edition').select('code').where('code', 'like', `${code}%`).execute();
  const taken = new Set(rows.map((row) => row.code));
  if (!taken.has(code)) return code;
  let number = 2;
  while (taken.has(`${code}-${number}`)) number++;
  return `${code}-${number}`;
}
