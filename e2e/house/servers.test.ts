import { expect } from '@playwright/test';
import { test } from '../support/test.ts';

for (const name of ['first', 'second']) {
  test(`the ${name} of two tests finds an empty database`, async ({ request }) => {
    const data = { email: 'user@example.com', password: 'correct horse battery' };
    const answer = await request.post('/api/register/', { data });
    expect(await answer.json()).toEqual({ id: 1, email: 'user@example.com' });
  });
}
