import type { Server } from 'node:http';
import type { HttpMeasures } from '../../http/measures.ts';
import { openAnswers } from '../../lib/open-answers.ts';
import { each, single, type Source } from '../readings.ts';

/** The requests. Of the routes only those are told that somebody has asked for. */
export function httpSource(server: Server, { routes, shed, eventLoopDelay }: HttpMeasures): Source {
  const open = openAnswers(server);
  return () => {
    const used = [...routes.values()].filter(({ byClass }) => byClass.some((count) => count > 0));
    return {
      latchkey_http_requests_total: used.flatMap(({ route, method, byClass }) =>
        byClass.flatMap((value, digit) =>
          value === 0 ? [] : { labels: { route, method, status: `${digit}xx` }, value },
        ),
      ),
      latchkey_http_request_duration_seconds: used.map(({ route, method, durations }) => ({
        labels: { route, method },
        value: durations.read(),
      })),
      latchkey_http_requests_in_progress: single(open.size),
      latchkey_http_requests_shed_total: each('who', shed),
      latchkey_event_loop_delay_seconds: single(eventLoopDelay.read()),
    };
  };
}
