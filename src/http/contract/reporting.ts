import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Completeness, DayShape, TextShape, UnitCode, UnitName, WindowShape } from './common.ts';
import { Days, LateShape, Matrix, PeriodShape, RecordShape, Said } from './reporting-shapes.ts';

const tags = ['reporting'];
const RoundCode = z.string().min(1).max(100);
const Reason = z.string().max(1000);

const Empty = z.object({});
const byCode = z.object({ code: RoundCode });

export const reporting = {
  periods: oc
    .route({
      method: 'GET',
      path: '/reporting/periods',
      tags,
      summary: 'Rounds that concern one’s units, the newest first',
    })
    .output(z.object({ periods: z.array(PeriodShape), mayOpen: z.array(UnitName), today: DayShape })),
  events: oc
    .route({
      method: 'GET',
      path: '/reporting/periods/{code}/events',
      tags,
      summary: 'What was decided about a round, the latest first',
    })
    .input(byCode)
    .output(
      z.object({
        events: z.array(
          Said.extend({
            action: z.enum(['created', 'deadlines', 'closed', 'reopened']),
            reason: z.string(),
            due: DayShape.nullable(),
            byKind: z.record(z.string(), DayShape),
          }),
        ),
      }),
    ),
  matrix: oc
    .route({ method: 'GET', path: '/reporting/matrix', tags, summary: 'Who has reported what: units by sections' })
    .input(z.object({ round: RoundCode, unit: UnitCode }))
    .output(Matrix),
  cell: oc
    .route({ method: 'GET', path: '/reporting/cell', tags, summary: 'The records behind a cell' })
    .input(
      z.object({
        round: RoundCode,
        unit: UnitCode,
        section: z.string().max(100),
        after: z
          .string()
          .regex(/^\d{4}-\d\d-\d\d_\d+$/)
          .optional(),
      }),
    )
    .output(z.object({ rows: z.array(RecordShape), next: z.string().optional(), completeness: Completeness })),
  export: oc
    .route({ method: 'GET', path: '/reporting/list', tags, summary: 'The cells of a matrix as a CSV sheet' })
    .input(z.object({ round: RoundCode, unit: UnitCode, open: z.stringbool().or(z.boolean()).default(false) }))
    .output(z.object({ name: z.string(), csv: z.string() })),
  setDeadlines: oc
    .route({
      method: 'PUT',
      path: '/reporting/periods/{code}/deadlines',
      tags,
      summary: 'Set the last days of a round',
    })
    .input(byCode.extend(Days.shape))
    .output(Empty),
  close: oc
    .route({ method: 'POST', path: '/reporting/periods/{code}/closing', tags, summary: 'Close a round' })
    .input(byCode.extend({ reason: Reason.default('') }))
    .output(Empty),
  reopen: oc
    .route({
      method: 'POST',
      path: '/reporting/periods/{code}/reopening',
      tags,
      summary: 'Open a closed round again, with the reason',
    })
    .input(byCode.extend({ reason: Reason }))
    .output(Empty),
  proposal: oc
    .route({
      method: 'GET',
      path: '/reporting/next',
      tags,
      summary: 'The round after a unit’s last one, as a form begins with it',
    })
    .input(z.object({ unit: UnitCode }))
    .output(
      z.object({
        after: z.object({ code: z.string(), title: z.string() }).nullable(),
        title: z.string(),
        window: WindowShape.nullable(),
        windows: z.record(z.string(), WindowShape),
        labels: z.record(z.string(), z.string()).meta({ description: 'the sections that each part is for' }),
        due: DayShape.nullable(),
        byKind: z.record(z.string(), DayShape),
      }),
    ),
  open: oc
    .route({
      method: 'POST',
      path: '/reporting/periods',
      tags,
      summary: 'Open the next round of a unit',
      successStatus: 201,
    })
    .input(
      Days.extend({
        unit: UnitCode,
        title: z.string().max(200),
        window: WindowShape.refine(({ from, to }) => from <= to, { message: 'window_reversed' }),
        windows: z.record(
          z.string(),
          WindowShape.refine(({ from, to }) => from <= to, { message: 'window_reversed' }),
        ),
      }),
    )
    .output(z.object({ code: z.string() })),
  state: oc
    .route({
      method: 'POST',
      path: '/reporting/statements',
      tags,
      summary: 'State that a unit has nothing to report to these sections',
    })
    .input(z.object({ round: RoundCode, unit: UnitCode, sections: z.array(z.string().max(100)).min(1).max(50) }))
    .output(Empty),
  withdraw: oc
    .route({ method: 'DELETE', path: '/reporting/statements/{id}', tags, summary: 'Take a statement back' })
    .input(z.object({ id: z.coerce.number().int().min(1) }))
    .output(Empty),
  remind: oc
    .route({
      method: 'POST',
      path: '/reporting/reminders',
      tags,
      summary: 'Remind units of what they have not reported',
      successStatus: 201,
    })
    .input(
      z.object({
        round: RoundCode,
        units: z.array(UnitCode).min(1).max(500),
        text: z.string().max(1000),
        confirmed: z.boolean().default(false).meta({ description: 'also those who were reminded of the same today' }),
      }),
    )
    .output(z.object({ sent: z.array(z.object({ unit: UnitName, receivers: z.array(z.string()) })) })),
  dismiss: oc
    .route({
      method: 'POST',
      path: '/reporting/reminders/{id}/dismissal',
      tags,
      summary: 'Put away a reminder that one got',
    })
    .input(z.object({ id: z.coerce.number().int().min(1) }))
    .output(Empty),
  late: oc
    .route({
      method: 'GET',
      path: '/reporting/late',
      tags,
      summary: 'What came to a round after it was closed or its edition frozen',
    })
    .input(z.object({ round: RoundCode }))
    .output(LateShape),
  carried: oc
    .route({
      method: 'GET',
      path: '/reporting/carried',
      tags,
      summary: 'What came late to the round before this window of a unit',
    })
    .input(z.object({ unit: UnitCode, window: z.string().regex(/^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/) }))
    .output(z.object({ late: LateShape.nullable() })),
  periodNotice: oc
    .route({
      method: 'GET',
      path: '/reporting/period-notice',
      tags,
      summary: 'What whoever records for a unit on a day has to know: that its round is closed',
    })
    .input(z.object({ unit: UnitCode, day: DayShape }))
    .output(z.object({ text: TextShape.nullable() })),
  notices: oc
    .route({
      method: 'GET',
      path: '/reporting/notices',
      tags,
      summary: 'Reminders to oneself, and what is due within three days or overdue',
    })
    .output(
      z.object({
        reminders: z.array(Said.extend({ id: z.number().int(), text: z.string(), round: z.string(), unit: UnitName })),
        due: z.array(
          z.object({
            round: z.string(),
            title: z.string(),
            unit: UnitName,
            due: DayShape,
            daysLeft: z.number().int(),
            missing: z.array(z.string()),
            below: z.object({ open: z.number().int(), asked: z.number().int() }).nullable(),
          }),
        ),
      }),
    ),
};
