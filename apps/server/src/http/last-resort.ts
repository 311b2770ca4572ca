import type { FastifyInstance, FastifyReply } from 'fastify';
import { OpenList } from '../lib/open-list.ts';
import { unavailable } from './error-handler.ts';

/**
 * The last resort: a request that has no answer after so long is answered with 503, whatever holds it up. Every queue
 * and every database has a shorter patience, so that this means a defect. One look at all of them costs less than a
 * timer for each.
 *
 * @param longestMs from the arrival of a request's head, so that the arrival of its body is part of it.
 */
export function registerLastResort(app: FastifyInstance, longestMs: number): void {
  const open = new OpenList<FastifyReply>();
  app.addHook('onRequest', (_request, reply, done) => {
    open.add(reply);
    done();
  });
  app.addHook('onResponse', (_request, reply, done) => {
    open.delete(reply);
    done();
  });
  const look = setInterval(() => {
    for (const reply of open) {
      // They stand in the order of their arrival.
      if (reply.elapsedTime < longestMs) return;
      open.delete(reply);
      // What has begun is bounded by how long a connection may stand still.
      if (!reply.sent && !reply.raw.destroyed) reply.send(unavailable(new Error('nothing answered in time')));
    }
  }, longestMs / 20);
  look.unref();
  app.addHook('onClose', (_app, done) => {
    clearInterval(look);
    done();
  });
}
