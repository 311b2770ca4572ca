import { expect, test } from 'vitest';
import { adminEmail, adminPassword, callWith, startWithAdmin } from '../support/admin.ts';
import { longLived } from '../support/app.ts';
import type { Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields } from '../support/expect-problem.ts';
import { share } from '../support/share.ts';

interface Overview {
  readonly accounts: object;
  readonly sessions: object;
  readonly reuse_detections: object;
  readonly settings_version: number;
  readonly nodes: readonly object[];
  readonly activity: {
    readonly bucket_seconds: number;
    readonly buckets: readonly { at: string; logins: number; failed_logins: number; refreshes: number }[];
  };
}

const path = '/api/admin/overview/';
const read = ({ body }: Answer): Overview => body as unknown as Overview;

onEveryDatabase('the overview', (kind) => {
  const shared = share((atTheEnd) => startWithAdmin(kind, { atTheEnd, environment: longLived }));

  test('counts accounts, live sessions, reuse, and what happened over time, of every node', async () => {
    const { app } = await startWithAdmin(kind);
    await app.register();
    await app.register('off@example.com');
    const other = await app.another();
    const { refresh_token } = await app.login();
    await other.refresh(refresh_token);
    await other.post('/api/login/', { email: 'user@example.com', password: 'wrong' });
    app.clock.advance(20);
    await app.refresh(refresh_token);
    await other.service.services.activity.flush();
    for (const one of [app, other]) await one.service.node.beat();
    const admin = await app.login(adminEmail, adminPassword);
    const overview = read(await callWith(app, admin.access_token)('GET', path));
    expect(overview).toMatchObject({
      accounts: { total: 3, active: 3, staff: 1 },
      sessions: { live: 2 },
      reuse_detections: { last_24_hours: 1, last_30_days: 1 },
      settings_version: 0,
    });
    const sum = (field: 'logins' | 'failed_logins' | 'refreshes'): number =>
      overview.activity.buckets.reduce((total, bucket) => total + bucket[field], 0);
    expect([sum('logins'), sum('failed_logins'), sum('refreshes')]).toEqual([3, 1, 1]);
    expect(overview.nodes).toHaveLength(2);
    expect(overview.nodes).toContainEqual({
      id: app.service.node.id,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      started_at: expect.stringMatching(/Z$/) as string,
      seen_at: expect.stringMatching(/Z$/) as string,
      settings_version: 0,
      this_one: true,
    });
  });

  test('has a bucket for every stretch of time up to now, also where nothing happened', async () => {
    const { app, call } = await startWithAdmin(kind);
    const day = read(await call('GET', path)).activity;
    expect(day.bucket_seconds).toBe(300);
    expect(day.buckets.length).toBeGreaterThanOrEqual(288);
    expect(app.clock.now() - Date.parse(day.buckets.at(-1)?.at ?? '')).toBeLessThan(300_000);
    const quarter = read(await call('GET', `${path}?hours=2160`)).activity;
    expect(quarter.buckets.length).toBeLessThan(300);
    expect(quarter.buckets.reduce((total, { logins }) => total + logins, 0)).toBe(1);
  });

  test.each(['0', '2161', 'x', '-1', '1.5'])('?hours=%s is a bad request', async (hours) => {
    const { call } = shared();
    expectFields(await call('GET', `${path}?hours=${hours}`), 'hours');
  });
});
