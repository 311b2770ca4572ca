import { expect } from 'vitest';
import type { Client } from './client.ts';
import { expectProblem } from './expect-problem.ts';

/** A server whose database can be put back to where it was. It may be another process afterwards. */
interface Restorable {
  readonly server: () => Client;
  readonly keepCopy: () => Promise<void>;
  readonly restoreCopy: () => Promise<void>;
  /** The highest generation of all sessions in the database. */
  readonly readGeneration: () => Promise<unknown>;
}

/**
 * After a copy of the database was restored, clients that hold newer tokens go on, a copied token is still found out, and
 * the logouts that the copy has hold. Needs REFRESH_REUSE_GRACE=0, so that what was spent is reuse at once.
 */
export async function expectToOutliveRestoring(place: Restorable): Promise<void> {
  const { server } = place;
  const refresh = async (token: string): Promise<string> => {
    const answer = await server().refresh(token);
    expect(answer.text).toContain('refresh_token');
    return answer.body.refresh_token;
  };
  const logOut = async (token: string): Promise<void> => {
    expect((await server().logout(token)).status).toBe(200);
  };
  await server().register();
  const pairs = await Promise.all(Array.from({ length: 4 }, () => server().login()));
  const [lasting = '', robbed = '', endedBefore = '', endedAfter = ''] = pairs.map((it) => it.refresh_token);
  await logOut(endedBefore);

  await place.keepCopy();
  const newest: string[] = [];
  for (const token of [lasting, robbed]) newest.push(await refresh(await refresh(await refresh(token))));
  await logOut(endedAfter);
  await place.restoreCopy();

  const [ofLasting = '', ofRobbed = ''] = newest;
  await refresh(await refresh(ofLasting));
  expect(await place.readGeneration()).toBe(5);
  await refresh(ofRobbed);
  // What the copy took for the newest token has been spent since.
  expectProblem(await server().refresh(robbed), 401, 'refresh_token_reused');
  expectProblem(await server().refresh(endedBefore), 401, 'session_ended', 'logout');
  // A copy cannot know what came after it: this logout is lost, and has to be done again.
  const revived = await refresh(endedAfter);
  await logOut(revived);
  expectProblem(await server().refresh(revived), 401, 'session_ended', 'logout');
}
