import { expect, test } from 'vitest';
import { defaultEmail } from '../support/client.ts';
import { rankDistance, timeInTurn } from '../support/compare-timings.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { pause } from '../support/eventually.ts';
import { startMailing } from '../support/mail.ts';

const noLimits = { MAIL_REQUESTS_PER_ACCOUNT: '0', MAIL_REQUESTS_PER_ADDRESS: '0' };

onEveryDatabase('the time that a request for a reset takes', (kind) => {
  test('is the same for known and unknown addresses, as far as statistics can tell', async () => {
    const { app } = await startMailing(kind, noLimits);
    await app.register();
    const ask = (email: string) => app.post('/api/password-reset/', { email });
    await timeInTurn(
      10,
      () => ask(defaultEmail),
      () => ask('nobody@example.com'),
    );
    const [known, unknown] = await timeInTurn(
      120,
      () => ask(defaultEmail),
      () => ask('some@example.com'),
    );
    expect(rankDistance(known, unknown)).toBeLessThan(4.5);
  });
});

test('the comparison finds two milliseconds', async () => {
  const [slow, quick] = await timeInTurn(
    60,
    () => pause(3),
    () => pause(1),
  );
  expect(rankDistance(slow, quick)).toBeGreaterThan(4.5);
});
