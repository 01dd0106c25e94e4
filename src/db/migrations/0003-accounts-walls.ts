const bringsRights = "role IN ('secretary', 'clerk', 'reporter', 'lecturer', 'auditor', 'administrator')";

/**
 * The second wall around administration. `app.gives` tells what the transaction's actor may give: paths, roles and the last
 * day, as domain/access/rules.ts says it. Nothing here depends on what a statement claims.
 */
const giving = [
  // Every role at every unit that the actor may give now. '0' follows '/' in the collation "C".
  `CREATE VIEW app_giving AS
     SELECT u.id AS unit_id, held.role, bool_or(given.until IS NULL) AS endless, max(given.until) AS until
     FROM jsonb_to_recordset(coalesce(nullif(current_setting('app.gives', true), ''), '[]')::jsonb) AS given(path text, roles text[], until date)
     CROSS JOIN LATERAL unnest(given.roles) AS held(role)
     JOIN unit u ON u.path = given.path OR (u.path >= given.path || '/' AND u.path < given.path || '0')
     GROUP BY u.id, held.role`,
  'CREATE INDEX ON post (person_id) WHERE person_id IS NOT NULL',
  // Posts of an account that count for rights; a person's other posts (president, social worker) bring none.
  `CREATE VIEW account_post AS
     SELECT account_id, id, unit_id, role, valid_from, valid_to, true AS own FROM post WHERE account_id IS NOT NULL AND ${bringsRights}
     UNION ALL
     SELECT a.id, p.id, p.unit_id, p.role, p.valid_from, p.valid_to, false FROM account a JOIN post p ON p.person_id = a.person_id
     WHERE p.account_id IS DISTINCT FROM a.id AND ${bringsRights}`,
  // Somebody else's account, all of whose posts in force or to come the actor could have given; failing such, all it ever had.
  `CREATE FUNCTION app_manages(which int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public COST 5000 AS $$
     WITH held AS MATERIALIZED (
       SELECT unit_id, role, valid_to IS NULL OR valid_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date AS counts FROM account_post WHERE account_id = which)
     SELECT which IS DISTINCT FROM app_account() AND EXISTS (SELECT FROM held) AND NOT EXISTS (
       SELECT FROM held h WHERE (h.counts OR NOT EXISTS (SELECT FROM held WHERE counts))
         AND NOT EXISTS (SELECT FROM app_giving g WHERE g.unit_id = h.unit_id AND g.role = h.role)) $$`,
  `CREATE VIEW managed_account AS
     SELECT a.id, a.username, a.name, a.demo, a.disabled_at, a.locked_until, a.seen_at, a.created_at,
       EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id AND f.secret IS NOT NULL) AS second_factor
     FROM account a WHERE a.id IN (SELECT p.account_id FROM account_post p JOIN app_giving g ON g.unit_id = p.unit_id AND g.role = p.role)`,
  `CREATE VIEW managed_post AS SELECT p.* FROM account_post p JOIN app_giving g ON g.unit_id = p.unit_id AND g.role = p.role`,
];

const acts = [
  // What is kept from everybody's hands is done here, after asking once more who asks.
  `CREATE FUNCTION manage_account(which int, act text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     IF app_manages(which) IS NOT TRUE THEN RAISE EXCEPTION 'account % is out of reach', which; END IF;
     CASE act
       WHEN 'disable' THEN
         UPDATE account SET disabled_at = now() WHERE id = which AND disabled_at IS NULL;
         UPDATE invitation SET revoked_at = now(), revoked_by = app_account() WHERE account_id = which AND used_at IS NULL AND revoked_at IS NULL;
         DELETE FROM session WHERE account_id = which;
       WHEN 'enable' THEN UPDATE account SET disabled_at = NULL, failures = 0, locked_until = NULL WHERE id = which;
       WHEN 'unlock' THEN
         UPDATE account SET failures = 0, locked_until = NULL WHERE id = which;
         PERFORM audit_add('account.unlocked', 'account:' || which, '{}', '{}');
       WHEN 'reset_factor' THEN
         DELETE FROM recovery_code WHERE account_id = which;
         DELETE FROM second_factor WHERE account_id = which;
         DELETE FROM session WHERE account_id = which;
     END CASE; END $$`,
];

const given = (until: string) => `EXISTS (SELECT FROM app_giving g WHERE g.unit_id = post.unit_id AND g.role = post.role
  AND (g.endless OR ${until} <= g.until))`;
const within = (until: string) => given(until).replaceAll('post.', 'invitation.');

const policies = [
  ...['post', 'second_factor', 'recovery_code', 'password_history', 'invitation'].map(
    (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ),
  // Who holds which post is known in the whole organisation.
  'CREATE POLICY staff_read ON post FOR SELECT TO taizhang_staff USING (true)',
  `CREATE POLICY staff_insert ON post FOR INSERT TO taizhang_staff WITH CHECK (
     account_id IS NOT NULL AND person_id IS NULL AND account_id <> app_account() AND ${given('post.valid_to')}
     AND account_id IN (SELECT id FROM managed_account))`,
  `CREATE POLICY staff_update ON post FOR UPDATE TO taizhang_staff USING (account_id <> app_account()
     AND EXISTS (SELECT FROM app_giving g WHERE g.unit_id = post.unit_id AND g.role = post.role)) WITH CHECK (valid_to IS NOT NULL AND ${given('post.valid_to')})`,
  `CREATE POLICY staff_read ON invitation FOR SELECT TO taizhang_staff USING (CASE kind WHEN 'reset' THEN app_manages(account_id)
     ELSE EXISTS (SELECT FROM app_giving g WHERE g.unit_id = invitation.unit_id AND g.role = invitation.role) END)`,
  `CREATE POLICY staff_insert ON invitation FOR INSERT TO taizhang_staff WITH CHECK (created_by = app_account() AND used_at IS NULL
     AND CASE kind WHEN 'reset' THEN app_manages(account_id) ELSE account_id IS NULL AND ${within('invitation.valid_to')} END)`,
  `CREATE POLICY staff_update ON invitation FOR UPDATE TO taizhang_staff USING (used_at IS NULL AND CASE kind WHEN 'reset' THEN app_manages(account_id)
     ELSE EXISTS (SELECT FROM app_giving g WHERE g.unit_id = invitation.unit_id AND g.role = invitation.role) END)
     WITH CHECK (revoked_by = app_account())`,
];

const rights = [
  ...['app_manages(int)', 'manage_account(int, text)'].flatMap((call) => [
    `REVOKE EXECUTE ON FUNCTION ${call} FROM PUBLIC`,
    `GRANT EXECUTE ON FUNCTION ${call} TO taizhang_staff`,
  ]),
  'GRANT SELECT ON app_giving, account_post, managed_account, managed_post TO taizhang_staff',
  'GRANT INSERT, UPDATE (valid_to) ON post TO taizhang_staff',
  // The token's hash can be written and not read.
  `GRANT SELECT (id, kind, name, username, role, unit_id, valid_from, valid_to, account_id, created_by, created_at, expires_at, used_at, revoked_at, revoked_by)
     ON invitation TO taizhang_staff`,
  `GRANT INSERT (kind, token_hash, name, username, role, unit_id, valid_from, valid_to, account_id, created_by, created_at, expires_at), UPDATE (revoked_at, revoked_by)
     ON invitation TO taizhang_staff`,
];

export const walls = [...giving, ...acts, ...policies, ...rights];
