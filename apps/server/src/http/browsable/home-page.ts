import type { FastifyInstance } from 'fastify';
import { pageHeaders } from '../page-headers.ts';
import { Problem } from '../problems.ts';
import { html } from '../../lib/html.ts';
import { layout, type Layout, type Page } from './layout.ts';
import { prefersHtml } from './negotiate.ts';

/**
 * What somebody sees who opens the installation's bare address: where everything is. Where the browsable API is switched
 * off, people are sent to the pages of their account, and for programs there is nothing here.
 */
export function registerHomePage(app: FastifyInstance, surroundings: Layout): void {
  app.get('/', (request, reply) => {
    reply.header('vary', 'Accept');
    if (!prefersHtml(request.headers.accept)) throw new Problem('not_found');
    if (!surroundings.isBrowsable()) return reply.redirect('/account/', 302);
    return reply.headers(pageHeaders).type('text/html; charset=utf-8').send(layout(homePage, surroundings));
  });
}

const places = [
  ['/account/', 'Your account', 'Create an account or sign in; profile, sessions, password, your data.'],
  ['/admin/', 'Admin site', 'Settings, accounts, sessions and the audit trail, for the staff.'],
  ['/api/', 'The API', 'Every endpoint with a form that sends real requests, and the call as code.'],
  ['/api/docs/', 'Reference', 'The whole API on one page.'],
  ['/errors/', 'Errors', 'Every error code, what it means and what to do.'],
] as const;

const homePage: Page = {
  title: 'Welcome',
  crumbs: [],
  main: html`<h1>Latchkey is running</h1>
    <dl class="places">
      ${places.map(
        ([path, name, what]) =>
          html`<dt><a href="${path}">${name}</a></dt>
            <dd>${what}</dd>`,
      )}
    </dl>`,
};
