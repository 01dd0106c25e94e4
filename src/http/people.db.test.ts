import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Office, openOffice, type Person, password } from '../../test/small-office.ts';

let office: Office;
let hire: Office['hire'];
let administrator: Person;
let clerk: Person;
before(async () => {
  office = await openOffice();
  ({ hire } = office);
  administrator = await (await hire('administrator', 'lake')).enter();
  clerk = await (await hire('clerk', 'east')).enter();
});
after(() => office.database.drop());
beforeEach(() => office.setClock('2024-11-19T02:00:10Z'));

const today = '2024-11-19';
const offer = (more: object = {}) => ({
  name: '周小雨',
  username: '',
  role: 'reporter',
  unit: 'pine',
  from: today,
  to: null,
  ...more,
});
let number = 0;
/** Takes the token as a stranger would. */
async function take(token: string, chosen: { username?: string; password?: string } = {}) {
  const username = chosen.username ?? `stranger${number++}`;
  const who = office.person(username);
  const answer = await who.ask('POST', '/invitations/acceptance', {
    token,
    username,
    password: chosen.password ?? password,
  });
  return { who, ...answer };
}
const token = async (by: Person, more: object = {}) => {
  const { status, body } = await by.ask('POST', '/invitations', offer(more));
  assert.equal(status, 201, JSON.stringify(body));
  return body.token as string;
};

test('an invitation that is over opens nothing: too old, used, taken back, unknown; all with the same answer', async () => {
  const old = await token(clerk);
  office.wait(7 * 86_400);
  const answers = [await take(old)];
  assert.deepEqual(
    (await office.person('anybody').ask('POST', '/invitations/look', { token: old })).body,
    answers[0]!.body,
  );
  office.setClock('2024-11-19T02:00:10Z');
  const used = await token(clerk);
  assert.equal((await take(used)).status, 200);
  answers.push(await take(used));
  const { body } = await clerk.ask('POST', '/invitations', offer());
  assert.equal((await clerk.ask('DELETE', `/invitations/${body.id}`)).status, 200);
  answers.push(await take(body.token), await take('A'.repeat(43)));
  const disabled = await (await hire('clerk', 'east')).enter();
  const last = await token(disabled);
  await administrator.ask('POST', `/accounts/${disabled.id}/acts`, { act: 'disable' });
  answers.push(await take(last));
  for (const answer of answers) {
    assert.deepEqual([answer.status, answer.code], [410, 'invitation_over']);
    assert.deepEqual(answer.body, answers[0]!.body);
  }
});

test('an invitation whose giver’s post has ended since opens nothing', async () => {
  const ending = await (await hire('clerk', 'east', { to: '2024-11-20' })).enter();
  const given = await token(ending, { to: '2024-11-20' });
  office.setClock('2024-11-20T16:30:00Z');
  assert.equal((await take(given)).code, 'invitation_over');
});

test('two who come with the same token at once: one is too late', async () => {
  const given = await token(clerk);
  const both = await Promise.all([take(given), take(given)]);
  assert.deepEqual(both.map((one) => one.status).sort(), [200, 410]);
});

test('one gives only roles one may give, in one’s own subtree, not beyond one’s own end; all reasons at once', async () => {
  const codes = async (by: Person, more: object) => (await by.ask('POST', '/invitations', offer(more))).codes;
  for (const role of ['clerk', 'secretary', 'auditor', 'administrator'])
    assert.deepEqual(await codes(clerk, { role }), ['role_not_givable'], role);
  for (const unit of ['west', 'ferry', 'lake', 'nowhere'])
    assert.deepEqual(await codes(clerk, { unit }), ['unit_out_of_reach'], unit);
  assert.deepEqual(await codes(clerk, { name: ' ', username: 'a b', to: '2024-11-18' }), [
    'post_reversed',
    'name_missing',
    'username_form',
  ]);
  const ending = await (await hire('clerk', 'east', { to: '2024-12-31' })).enter();
  assert.deepEqual(await codes(ending, {}), ['post_outlasts_yours']);
  assert.deepEqual(await codes(ending, { to: '2025-01-01' }), ['post_outlasts_yours']);
  assert.deepEqual(await codes(ending, { to: '2024-12-31' }), []);
  for (const role of ['reporter', 'lecturer', 'auditor'] as const)
    assert.deepEqual(await codes(await (await hire(role, 'lake')).enter(), {}), ['role_not_givable'], role);
  const district = await (await hire('administrator', 'east')).enter();
  assert.deepEqual(await codes(district, { role: 'clerk', unit: 'east' }), []);
  assert.deepEqual(await codes(district, { role: 'clerk', unit: 'lake' }), ['unit_out_of_reach']);
});

test('from the invitation to work: look, choose name and password, set up the second step where the role asks for it', async () => {
  const { body } = await administrator.ask(
    'POST',
    '/invitations',
    offer({ role: 'clerk', unit: 'west', username: 'XiYu' }),
  );
  const stranger = office.person('xiyu');
  const seen = (await stranger.ask('POST', '/invitations/look', { token: body.token })).body;
  assert.deepEqual(
    [seen.name, seen.username, seen.unit.code, seen.needsSecondFactor],
    ['周小雨', 'xiyu', 'west', true],
  );
  const bad = await stranger.ask('POST', '/invitations/acceptance', {
    token: body.token,
    username: 'x',
    password: 'aaa',
  });
  assert.deepEqual(bad.codes, ['username_form', 'password_short', 'password_common']);
  const taken = await take(body.token, { username: clerk.username });
  assert.equal(taken.code, 'username_taken');
  const { who, body: done } = await take(body.token, { username: 'xiyu' });
  assert.deepEqual(done, { step: 'enrol' });
  assert.equal((await who.ask('GET', '/records?unit=west')).status, 401);
  await who.enrol();
  assert.equal((await who.ask('GET', '/records?unit=west')).status, 200);
  assert.equal((await who.ask('GET', '/records?unit=east')).status, 404);
  assert.deepEqual((await take(await token(clerk))).body, { step: 'done' }, 'a reporter needs one step only');
});

test('open invitations are listed for those who could have given them, without the token', async () => {
  const west = await (await hire('clerk', 'west')).enter();
  const made = await token(west, { unit: 'ferry', name: '西边的人' });
  const names = async (by: Person) =>
    (await by.ask('GET', '/invitations')).body.rows.map((row: { name: string }) => row.name);
  assert.ok((await names(west)).includes('西边的人'));
  assert.ok((await names(administrator)).includes('西边的人'));
  assert.ok(!(await names(clerk)).includes('西边的人'));
  const { rows } = (await west.ask('GET', '/invitations')).body;
  assert.ok(!JSON.stringify(rows).includes(made));
  assert.equal((await clerk.ask('DELETE', `/invitations/${rows[0].id}`)).code, 'invitation_unknown');
  assert.equal((await west.ask('DELETE', `/invitations/${rows[0].id}`)).status, 200);
  assert.equal((await west.ask('DELETE', `/invitations/${rows[0].id}`)).code, 'invitation_unknown');
});

test('a disabled account is out at once, whatever it holds, and in again when enabled', async () => {
  const reporter = await (await hire('reporter', 'pine')).enter();
  const link = (await clerk.ask('POST', `/accounts/${reporter.id}/password-link`)).body.token;
  assert.equal((await reporter.ask('GET', '/session')).status, 200);
  assert.equal((await clerk.ask('POST', `/accounts/${reporter.id}/acts`, { act: 'disable' })).status, 200);
  assert.equal((await reporter.ask('GET', '/session')).status, 401);
  assert.equal((await reporter.signIn()).code, 'sign_in_failed');
  assert.equal((await take(link)).code, 'invitation_over');
  assert.equal((await clerk.ask('POST', `/accounts/${reporter.id}/acts`, { act: 'enable' })).status, 200);
  assert.equal((await reporter.ask('GET', '/session')).status, 401, 'its sessions do not come back');
  await reporter.enter();
});

test('a post ends on a day, and its rights with it', async () => {
  const reporter = await (await hire('reporter', 'pine')).enter();
  const row = async () => (await clerk.ask('GET', `/accounts?unit=east&text=${reporter.username}`)).body.rows[0];
  const post = (await row()).posts[0];
  const end = (by: Person, to: string) => by.ask('PUT', `/accounts/posts/${post.id}/end`, { to });
  assert.equal((await end(await (await hire('clerk', 'west')).enter(), '2024-11-18')).code, 'post_unknown');
  assert.equal((await end(clerk, '2011-12-30')).code, 'post_reversed');
  assert.equal((await reporter.ask('GET', '/records?unit=pine')).status, 200);
  assert.equal((await end(clerk, '2024-11-18')).status, 200);
  assert.equal((await reporter.ask('GET', '/records?unit=pine')).status, 404);
  assert.equal((await row()).posts[0].inForce, false);
});

test('nobody decides on their own account, nor on one that holds more than one may give', async () => {
  const own = await administrator.ask('POST', `/accounts/${administrator.id}/posts`, {
    role: 'secretary',
    unit: 'lake',
    from: today,
    to: null,
  });
  assert.equal(own.code, 'own_account');
  for (const act of ['disable', 'reset_factor', 'unlock'])
    assert.equal((await administrator.ask('POST', `/accounts/${administrator.id}/acts`, { act })).code, 'forbidden');
  const reporter = await (await hire('reporter', 'pine')).enter();
  await administrator.ask('POST', `/accounts/${reporter.id}/posts`, {
    role: 'clerk',
    unit: 'west',
    from: today,
    to: null,
  });
  const { rows } = (await clerk.ask('GET', `/accounts?unit=east&text=${reporter.username}`)).body;
  assert.equal(rows[0].manages, false);
  assert.deepEqual(
    rows[0].posts.map((one: { role: string }) => one.role),
    ['reporter'],
    'what is elsewhere is not told',
  );
  for (const act of ['disable', 'enable', 'unlock', 'reset_factor'])
    assert.equal((await clerk.ask('POST', `/accounts/${reporter.id}/acts`, { act })).code, 'forbidden', act);
  assert.equal((await clerk.ask('POST', `/accounts/${reporter.id}/password-link`)).code, 'forbidden');
  const other = await hire('clerk', 'west');
  const unknown = await clerk.ask('POST', `/accounts/${other.id}/acts`, { act: 'disable' });
  assert.deepEqual(unknown.body, (await clerk.ask('POST', '/accounts/999999/acts', { act: 'disable' })).body);
  assert.equal(unknown.code, 'account_unknown');
});

test('unlock, reset of the second step, and a password link do what they say', async () => {
  const east = await (await hire('clerk', 'east')).enter();
  for (let times = 0; times < 5; times++) await office.person(east.username).signIn('wrong');
  assert.equal((await east.signIn()).code, 'sign_in_locked');
  const listed = async () =>
    (await administrator.ask('GET', `/accounts?unit=lake&state=locked`)).body.rows.map((one: { id: number }) => one.id);
  assert.deepEqual(await listed(), [east.id]);
  await administrator.ask('POST', `/accounts/${east.id}/acts`, { act: 'unlock' });
  assert.deepEqual(await listed(), []);
  assert.equal((await east.signIn()).body.step, 'code');
  await administrator.ask('POST', `/accounts/${east.id}/acts`, { act: 'reset_factor' });
  assert.equal((await east.ask('GET', '/session/step')).body.step, 'none');
  assert.equal((await east.signIn()).body.step, 'enrol');

  const older = (await administrator.ask('POST', `/accounts/${east.id}/password-link`)).body.token;
  const link = (await administrator.ask('POST', `/accounts/${east.id}/password-link`)).body.token;
  assert.equal((await take(older)).code, 'invitation_over', 'a newer link takes the place of the older');
  assert.equal((await take(link, { password })).code, 'password_used_before');
  const { who, body } = await take(link, { username: 'is not asked', password: 'another good phrase' });
  assert.deepEqual(body, { step: 'enrol' });
  assert.equal((await east.ask('GET', '/session/step')).body.step, 'none');
  assert.equal((await who.ask('GET', '/session/step')).body.step, 'enrol');
  assert.equal((await east.signIn()).code, 'sign_in_failed');
});

test('a list has everything of the subtree, page by page, and says how much', async () => {
  for (let times = 0; times < 55; times++)
    await office.database.system.transaction().execute(async (tx) => {
      const { id } = await tx
        .insertInto('account')
        .values({ username: `many${times}`, name: `多${times}`, password_hash: '', person_id: null })
        .returning('id')
        .executeTakeFirstOrThrow();
      const unit_id = office.organisation.tree.find('mill')!.id;
      await tx
        .insertInto('post')
        .values({
          account_id: id,
          person_id: null,
          unit_id,
          role: 'lecturer',
          valid_from: '2024-01-01' as never,
          valid_to: null,
        })
        .execute();
    });
  const first = (await clerk.ask('GET', '/accounts?unit=mill')).body;
  assert.deepEqual([first.rows.length, first.completeness.total, first.completeness.unit.code], [50, 55, 'mill']);
  const second = (await clerk.ask('GET', `/accounts?unit=mill&after=${first.next}`)).body;
  assert.equal(second.rows.length, 5);
  assert.equal(second.next, undefined);
  assert.equal(new Set([...first.rows, ...second.rows].map((row: { id: number }) => row.id)).size, 55);
  assert.equal(
    (await clerk.ask('GET', `/accounts?unit=mill&text=${encodeURIComponent('多1')}`)).body.completeness.total,
    11,
  );
  assert.equal((await clerk.ask('GET', '/accounts?unit=mill&text=%25')).body.completeness.total, 0);
  assert.equal((await clerk.ask('GET', '/accounts?unit=mill&role=reporter')).body.completeness.total, 0);
  const away = await clerk.ask('GET', '/accounts?unit=west');
  assert.equal(away.code, 'unit_unknown');
  assert.deepEqual(away.status, (await clerk.ask('GET', '/accounts?unit=nowhere')).status);
  assert.equal(
    (await (await (await hire('auditor', 'lake')).enter()).ask('GET', '/accounts?unit=lake')).code,
    'unit_unknown',
  );
});

test('an administrator sees no records, and every change of permission is in the audit without its secrets', async () => {
  assert.equal((await administrator.ask('GET', '/records?unit=lake')).status, 404);
  assert.deepEqual((await administrator.ask('GET', '/units')).body.units, []);
  const entries = await office.database.system
    .selectFrom('audit_entry' as never)
    .selectAll()
    .execute();
  const text = JSON.stringify(entries);
  for (const action of [
    ...[
      'account.created',
      'account.disabled',
      'account.enabled',
      'account.locked',
      'account.unlocked',
      'account.password',
    ],
    ...['post.insert', 'post.update', 'second_factor.set', 'second_factor.removed'],
    ...[
      'invitation.made',
      'invitation.used',
      'invitation.revoked',
      'password_link.made',
      'password_link.used',
      'password_link.revoked',
    ],
  ])
    assert.ok(text.includes(`"${action}"`), action);
  assert.ok(!text.includes(password) && !/[\w-]{43}/.test(text.replaceAll(/[0-9a-f]{64}/g, '')));
  const log = office.lines.join('');
  assert.ok(log.includes('/api/invitations/acceptance') && !/[\w-]{43}/.test(log));
});
