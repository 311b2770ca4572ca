import './explorer.css';
import { mountCopyButtons } from './code.ts';
import { obstacle } from './place.ts';
import { createSession } from './session.ts';
import { mountSessionPanel } from './session-panel.ts';
import { mountTryForm, sendAtOnce } from './try-form.ts';

const session = createSession();
const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-try]')];
const panel = document.getElementById('session');

mountCopyButtons();
for (const form of forms) mountTryForm(form, session);
if (panel) {
  if (obstacle() === undefined) await session.restore();
  mountSessionPanel(panel, session);
}

// Once now, and once somebody has signed in: only what reads, and only until it has an answer.
const readAll = (): void => {
  for (const form of forms)
    if (!form.querySelector('[data-answer]')?.hasChildNodes()) sendAtOnce(form, session);
};
session.onChange(readAll);
readAll();
