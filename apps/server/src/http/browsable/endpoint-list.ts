import type { Placed } from './described.ts';
import { html, type Html } from '../../lib/html.ts';
import { breakable } from './prose.ts';

export const root = '/api/';

/** Operations, each with a link to its page where there are such pages. */
export function endpointList(operations: readonly Placed[], { linked = true } = {}): Html {
  return html`<ul class="endpoints">
    ${operations.map((operation) => entry(operation, linked))}
  </ul>`;
}

function entry({ method, path, summary, operationId }: Placed, linked: boolean): Html {
  const anchor = path.startsWith(root) ? `#${operationId}` : '';
  const name = html`<code>${breakable(path)}</code>`;
  return html`<li>
    <span class="method method-${method}">${method}</span>
    ${linked ? html`<a href="${path}${anchor}">${name}</a>` : name}
    <span class="summary">${summary}</span>
  </li>`;
}
