import type { Contender } from '../measure/race.ts';
import { program } from '../measure/program.ts';
import { startServer, type Server } from '../measure/server.ts';
import type { Stage } from '../measure/stage.ts';

/** The bare Fastify of bare-fastify.ts. */
export async function bareFastify(stage: Stage) {
  const { url } = await stage.once('bare Fastify', () => start(stage));
  return {
    get: (connections: number): Contender => ({
      name: 'bare Fastify',
      run: async (seconds) => {
        const load = { url: `${url}/me`, method: 'GET', connections, seconds } as const;
        return (await stage.generator.send(load)).perSecond;
      },
    }),
    post: (connections: number): Contender => ({
      name: 'bare Fastify',
      run: async (seconds) => {
        const tokens = Array.from({ length: 2 * connections }, () => crypto.randomUUID());
        const load = { url: `${url}/refresh`, method: 'POST', tokens, connections, seconds } as const;
        return (await stage.generator.send(load)).perSecond;
      },
    }),
  };
}

function start(stage: Stage): Promise<Server> {
  const args = (port: number) => [program('contestants/bare-fastify'), String(port)];
  return startServer(stage, { command: process.execPath, args, readyPath: '/me' });
}
