import { ApiProblem } from '@latchkey/client';
import { button, el, unfolding } from './dom.ts';
import { forgetTokens, keptTokens, onKeptTokens } from './kept-tokens.ts';
import { obstacle } from './place.ts';
import type { Session } from './session.ts';
import { secretsSwitch } from './secrets.ts';

/** Who is signed in, the countdown of the access token and its claims; or the form to sign in. */
export function mountSessionPanel(place: HTMLElement, session: Session): void {
  const state = el('div');
  const kept = el('div');
  place.replaceChildren(
    el('section', { class: 'session', 'aria-label': 'Session' }, state, kept, secretsSwitch()),
  );

  const show = (): void => {
    const why = obstacle();
    if (why !== undefined) state.replaceChildren(el('p', { class: 'notice' }, why));
    else if (session.claims()) state.replaceChildren(...signedIn(session));
    else state.replaceChildren(signInForm(session));
  };
  const showKept = (): void => {
    if (!keptTokens()) return kept.replaceChildren();
    kept.replaceChildren(
      el(
        'p',
        { class: 'actions' },
        'The tokens that you kept are filled in where they fit, in this tab.',
        button('Forget them', forgetTokens),
      ),
    );
  };
  session.onChange(show);
  onKeptTokens(showKept);
  show();
  showKept();
}

function signedIn(session: Session): readonly Node[] {
  const claims = session.claims();
  const countdown = el('span', { 'data-countdown': true });
  const tick = (): void => {
    const left = session.secondsLeft();
    countdown.textContent =
      left > 0
        ? `The access token expires in ${String(left)} s.`
        : 'The access token has expired; the next request gets a fresh one.';
    // When the panel shows something else, this one is no longer in the page.
    if (countdown.isConnected || !started) setTimeout(tick, 500);
    started = true;
  };
  let started = false;
  tick();

  const fault = el('p', { class: 'error', role: 'alert' });
  const signOut = button('Sign out', () => {
    session.logout().catch((error: unknown) => (fault.textContent = explain(error)));
  });
  return [
    el(
      'p',
      { class: 'actions' },
      el('span', {}, el('strong', {}, `Signed in as account ${claims?.sub ?? ''}.`), ' ', countdown),
      signOut,
    ),
    fault,
    unfolding('What the access token says', JSON.stringify(claims, null, 2)),
  ];
}

function signInForm(session: Session): HTMLElement {
  const email = el('input', { id: 'session-email', type: 'email', autocomplete: 'username' });
  const password = el('input', {
    id: 'session-password',
    type: 'password',
    autocomplete: 'current-password',
  });
  const fault = el('p', { class: 'error', role: 'alert' });
  const ended = session.endedBy();
  const form = el(
    'form',
    { class: 'sign-in', novalidate: true, 'aria-label': 'Sign in' },
    el(
      'p',
      {},
      ended === undefined || ended === 'logout' ? '' : `The session is over (${ended}). `,
      'Sign in, and every request from these pages carries a fresh access token.',
    ),
    el(
      'div',
      { class: 'row' },
      field('E-mail address', email),
      field('Password', password),
      el('button', { class: 'primary' }, 'Sign in'),
    ),
    fault,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    fault.textContent = '';
    session.login({ email: email.value, password: password.value }).then(
      // What was kept by hand would go before the session.
      forgetTokens,
      (error: unknown) => (fault.textContent = explain(error)),
    );
  });
  return form;
}

function field(text: string, input: HTMLInputElement): HTMLElement {
  return el('div', { class: 'field' }, el('label', { for: input.id }, text), input);
}

function explain(error: unknown): string {
  if (!(error instanceof ApiProblem)) throw error;
  return [`${error.title}.`, error.detail, ...Object.values(error.errors).flat()].join(' ');
}
