import type { Server, ServerResponse } from 'node:http';
import { OpenList } from './open-list.ts';

/** In the order of their coming. */
export type OpenAnswers = Iterable<ServerResponse> & { readonly size: number };

const known = new WeakMap<Server, OpenList<ServerResponse>>();

/**
 * The answers of a server that are under way: from the arrival of a request's head until its answer is written and the
 * rest of the request has arrived, or its connection is gone. Whoever needs them shares one look at every request.
 */
export function openAnswers(server: Server): OpenAnswers {
  let open = known.get(server);
  if (!open) known.set(server, (open = track(server)));
  return open;
}

function track(server: Server): OpenList<ServerResponse> {
  const open = new OpenList<ServerResponse>();
  function onClose(this: ServerResponse): void {
    // A request that was refused early may still be arriving.
    if (isOver(this) || this.req.destroyed) open.delete(this);
    else this.req.once('close', () => open.delete(this));
  }
  server.prependListener('request', (_request, answer: ServerResponse) => {
    open.add(answer);
    answer.on('close', onClose);
  });
  return open;
}

export function isOver({ writableFinished, req }: ServerResponse): boolean {
  return writableFinished && req.complete;
}
