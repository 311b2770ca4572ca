import type { BenchDatabase } from '../installation/database.ts';

/*
 * What most services do, built here to be thrown away: every refresh token is a row; a refresh marks the old one as used,
 * so that its reuse is noticed, and adds the new one. Statements alone, without a server: it could only be slower.
 */

export const table = 'refresh_tokens_by_row';

export async function makeTable(database: BenchDatabase, sessions: number): Promise<void> {
  await database.run(`create table ${table} (
    token uuid primary key, session_id bigint not null, account_id bigint not null, created_at bigint not null,
    expires_at bigint not null, used_at bigint)`);
  await database.run(`create index ${table}_by_session on ${table} (session_id)`);
  // What clients know: unlogged, since it costs no server anything.
  await database.run(
    'create unlogged table held_by_clients (session_id bigint primary key, token uuid not null)',
  );
  await database.run(`insert into held_by_clients
    select i, gen_random_uuid() from generate_series(1, ${sessions}) as i`);
  await database.run(`insert into ${table} select token, session_id, 1 + session_id % 1000, 0, 0, null
    from held_by_clients order by random()`);
  await database.settle();
}

/** As many sessions as a server would refresh together in one transaction. */
const together = 64;

/** Refreshes sessions at random until there have been that many. */
export async function refresh(database: BenchDatabase, sessions: number, count: number): Promise<void> {
  await database.run(`do $$
    declare picked bigint[];
    begin
      for batch in 1 .. ${Math.ceil(count / together)} loop
        picked := array(select distinct 1 + floor(random() * ${sessions})::bigint from generate_series(1, ${together}));
        with used as (
          update ${table} set used_at = 1 where token in
            (select token from held_by_clients where session_id = any(picked))
          returning session_id, account_id),
        made as (
          insert into ${table} select gen_random_uuid(), session_id, account_id, 1, 1, null from used
          returning session_id, token)
        update held_by_clients set token = made.token from made where held_by_clients.session_id = made.session_id;
        commit;
      end loop;
    end $$`);
}
