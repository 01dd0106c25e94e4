import { asActor, asReader } from '#domain/access/transaction.ts';
import { changeView, createView, deleteView, listViews } from '#domain/views/actions.ts';
import { signedIn } from '../services.ts';
import { unitName } from '../shapes.ts';

export const views = {
  list: signedIn.views.list.handler(async ({ context }) => {
    const organisation = await context.services.organisation();
    const found = await asReader(context.services.database, context.actor, (tx) =>
      listViews(tx, context.actor, organisation),
    );
    return {
      views: found.map(({ sharedTo, ...view }) => {
        const unit = sharedTo === null ? undefined : organisation.tree.find(sharedTo);
        return { ...view, sharedTo: unit ? unitName(unit) : null };
      }),
    };
  }),
  create: signedIn.views.create.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    const id = await asActor(context.services.database, context.actor, (tx) =>
      createView(tx, context.actor, organisation, input),
    );
    return { id };
  }),
  change: signedIn.views.change.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    const { id, ...view } = input;
    await asActor(context.services.database, context.actor, (tx) =>
      changeView(tx, context.actor, organisation, id, view),
    );
    return {};
  }),
  delete: signedIn.views.delete.handler(async ({ input, context }) => {
    await asActor(context.services.database, context.actor, (tx) => deleteView(tx, context.actor, input.id, true));
    return {};
  }),
  restore: signedIn.views.restore.handler(async ({ input, context }) => {
    await asActor(context.services.database, context.actor, (tx) => deleteView(tx, context.actor, input.id, false));
    return {};
  }),
};
