import type { Document } from '../openapi-types.ts';
import { describe, type Description, type Placed } from './described.ts';
import { endpointList, root } from './endpoint-list.ts';
import { createFinder } from './find-path.ts';
import { html, type Html } from '../../lib/html.ts';
import { layout, type Layout, type Page } from './layout.ts';
import { operationSection } from './operation-section.ts';
import { breakable, prose } from './prose.ts';
import type { Opened } from './try-form.ts';

/** Where the script puts who is signed in, or what stands there without it. */
const tools = html`<noscript>
    <p class="notice">
      Sending requests from this page needs JavaScript. Everything can be read without it, and the code does
      the same.
    </p>
  </noscript>
  <div id="session"></div>`;

/** The pages of the API, by the address that was opened. */
export interface Pages {
  /** @returns undefined where nothing that is documented is there. */
  open(url: string): string | undefined;
  notFound(url: string): string;
}

export function createPages(document: Document, surroundings: Layout): Pages {
  const { publicUrl } = surroundings;
  const description = describe(document);
  const find = createFinder([...description.paths.keys()]);
  const render = (page: Page): string => layout(page, surroundings);
  return {
    open(url) {
      const [address = '', ...query] = url.split('?');
      const found = find(address);
      const operations = found && description.paths.get(found.path);
      if (!operations) return undefined;
      const opened: Opened = { path: found.values, query: new URLSearchParams(query.join('?')) };
      const sections = operations.map((one) => operationSection(one, opened, publicUrl));
      return render(
        found.path === root
          ? { title: 'Endpoints', crumbs: [], main: rootMain(description, sections) }
          : {
              ...endpointHead(found.path, operations, description),
              main: endpointMain(operations, sections),
            },
      );
    },
    notFound(url) {
      return render({
        title: 'Nothing here',
        crumbs: [{ path: root, name: 'API' }],
        main: html`<h1>There is nothing here</h1>
          <p>No endpoint has the address <code>${breakable(url.split('?', 1)[0] ?? '')}</code>.</p>
          <p><a href="${root}">See what there is</a></p>`,
      });
    },
  };
}

function endpointHead(
  path: string,
  operations: readonly Placed[],
  { paths }: Description,
): Pick<Page, 'title' | 'crumbs'> {
  const parts = path.split('/').slice(1, -1);
  const crumbs = parts.slice(0, -1).flatMap((name, i) => {
    const above = `/${parts.slice(0, i + 1).join('/')}/`;
    return paths.has(above) ? [{ path: above, name: above === root ? 'API' : name }] : [];
  });
  return { title: `${operations.map(({ method }) => method).join(', ')} ${path}`, crumbs };
}

function endpointMain(operations: readonly Placed[], sections: readonly Html[]): Html {
  const path = operations[0]?.path ?? '';
  return html`<h1><code>${breakable(path)}</code></h1>
    ${
      operations.length > 1 &&
      html`<nav class="methods" aria-label="Methods">
        ${operations.map(
          ({ method, operationId, summary }) =>
            html`<a href="#${operationId}"
              ><span class="method method-${method}">${method}</span> ${summary}</a
            >`,
        )}
      </nav>`
    }
    ${tools} ${sections}`;
}

function rootMain({ info, tags, paths }: Description, sections: readonly Html[]): Html {
  const all = [...paths.values()].flat();
  return html`<h1>The API</h1>
    <p>${prose(info.description)}</p>
    <p>
      Each address is a page when a browser opens it, and JSON for programs. Version
      <code>${info.version}</code>.
    </p>
    ${tools}
    ${tags.map(({ name, description }) => {
      const some = all.filter((operation) => operation.tags[0] === name);
      return (
        some.length > 0 &&
        html`<section class="tag">
          <h2>${name}</h2>
          <p class="quiet">${prose(description)}</p>
          ${endpointList(some)}
        </section>`
      );
    })}
    ${sections}`;
}
