import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createAccount } from '#domain/access/accounts.ts';
import { beginSession } from '#domain/access/sessions.ts';
import { PhotoFiles } from '#domain/photos/files.ts';
import { chance } from '#kernel/chance.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase } from '../../test/database.ts';
import { writeOrganisation } from '../../test/organisation.ts';
import { photoFile } from '../../test/pictures.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { makeField } from './field.ts';

const clients = 500;
const withPhoto = 60;
const now = new Date('2024-11-19T08:00:00Z');

/** What happens to a sending: `cut` on its way there, `lost` on the way back, `twice` at the very same moment. */
type Fate = 'fine' | 'cut' | 'lost' | 'twice';

test('500 clients at once, over sockets that break before the request or before the answer: none lost, none doubled', async () => {
  const database = await freshDatabase();
  const { tree } = await writeOrganisation(database);
  const account = await createAccount(database.system, {
    ...{ username: 'pine', name: '松林', password: 'a good long password' },
    posts: [{ role: 'reporter', unitId: tree.find('pine')!.id, from: day('2012-01-01') }],
  });
  const photos = new PhotoFiles(join(temporaryFolder('once'), 'photos'));
  const app = new Hono().route('/field', makeField(database, photos, { now: () => now }));
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made));
  });
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: false, maxSockets: clients });
  const fates = { cut: 0, lost: 0, twice: 0 };
  try {
    const picture = new Uint8Array(await (await photoFile()).arrayBuffer());
    const client = async (index: number): Promise<{ index: number; id: number }> => {
      const by = chance(`client ${index}`);
      const cookie = `taizhang=${await beginSession(database.system, account, `client ${index}`, now)}`;
      const sendOn = (path: string, type: string, body: Uint8Array) =>
        untilKept(by, (fate) => sendOnce({ port, agent, path, cookie, type, body }, fate), fates);
      const form = new URLSearchParams({
        ...{ key: `form-${index}`, by: 'pine', act: 'send', day: '2024-11-18', title: `第${index}场` },
        ...{ 'c.venue': 'school', 'm.attendance': String(index) },
      });
      const id = await sendOn('/field/new/lecture', 'application/x-www-form-urlencoded', Buffer.from(form.toString()));
      if (index < withPhoto) {
        const body = new FormData();
        for (const [name, value] of [
          ['by', 'pine'],
          ['photo_key', `photo-${index}`],
        ] as const)
          body.set(name, value);
        body.set('photo', new Blob([picture]), 'photo.jpg');
        const parts = new Response(body);
        const type = parts.headers.get('content-type')!;
        await sendOn(`/field/records/${id}/photos`, type, new Uint8Array(await parts.arrayBuffer()));
      }
      return { index, id };
    };
    const answers = await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));

    // The faults did happen, and often.
    for (const [fate, times] of Object.entries(fates)) assert.ok(times > 50, `${fate}: ${times}`);
    const rows = await database.system.selectFrom('record').select(['id', 'key', 'm2', 'status']).execute();
    assert.equal(rows.length, clients);
    for (const { index, id } of answers) {
      const made = rows.filter((row) => row.key === `form-${index}`);
      assert.deepEqual(
        made.map(({ m2, status }) => ({ m2, status })),
        [{ m2: index, status: 'submitted' }],
      );
      assert.equal(made[0]!.id, id);
    }
    const steps = await database.system.selectFrom('record_step').select('record_id').execute();
    assert.equal(steps.length, clients);
    const kept = await database.system.selectFrom('photo').select('record_id').execute();
    assert.deepEqual(
      kept.map((one) => one.record_id).sort((left, right) => left - right),
      answers
        .filter(({ index }) => index < withPhoto)
        .map(({ id }) => id)
        .sort((left, right) => left - right),
    );
  } finally {
    agent.destroy();
    await new Promise((resolve) => server.close(resolve));
    await database.drop();
  }
});

/** As the phone does it: again and again, until it has been told that it was kept. Returns the record's number. */
async function untilKept(
  by: ReturnType<typeof chance>,
  send: (fate: Fate) => Promise<string | undefined>,
  fates: Record<'cut' | 'lost' | 'twice', number>,
): Promise<number> {
  for (let tries = 0; tries < 20; tries += 1) {
    const fate = (['fine', 'fine', 'cut', 'lost', 'twice'] as const)[by.whole(5)]!;
    if (fate !== 'fine') fates[fate] += 1;
    const said = fate === 'twice' ? await Promise.all([send('fine'), send('fine')]) : [await send(fate)];
    const told = said.flatMap((text) =>
      text === undefined ? [] : [JSON.parse(text) as { state: string; id: number }],
    );
    for (const one of told) assert.equal(one.state, 'kept', JSON.stringify(one));
    assert.ok(new Set(told.map((one) => one.id)).size <= 1, 'two numbers for one form');
    if (told[0]) return told[0].id;
  }
  return assert.fail('never kept');
}

interface Sending {
  readonly port: number;
  readonly agent: http.Agent;
  readonly path: string;
  readonly cookie: string;
  readonly type: string;
  readonly body: Uint8Array;
}

/** The answer's text; undefined when the socket broke. */
function sendOnce({ port, agent, path, cookie, type, body }: Sending, fate: Fate): Promise<string | undefined> {
  return new Promise((resolve) => {
    const headers = { cookie, accept: 'application/json', 'content-type': type, 'content-length': body.length };
    const request = http.request({ host: '127.0.0.1', port, agent, path, method: 'POST', headers });
    const broken = () => resolve(undefined);
    request.on('error', broken);
    request.on('response', (response) => {
      if (fate === 'lost') {
        // The server has done its work and says so; nobody hears it.
        response.destroy();
        return broken();
      }
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(text)).on('error', broken);
    });
    if (fate !== 'cut') return request.end(body);
    request.write(body.subarray(0, Math.floor(body.length / 2)), () => {
      request.destroy();
      broken();
    });
  });
}
