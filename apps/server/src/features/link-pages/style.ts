import { inkOn } from '../mail/index.ts';

/** Like the pages of one's own account, in the colour of the installation. */
export function pageStyle(colour: string): string {
  return `:root {
  color-scheme: light dark;
  --ground: #f6f7f6;
  --surface: #fff;
  --text: #17201d;
  --quiet: #55625d;
  --line: #d3dad7;
  --edge: #7b8884;
  --accent: ${colour};
  --on-accent: ${inkOn(colour)};
  --danger: #a3262b;
  --danger-soft: #fbe9e9;
  --soft: #eef2f0;
  font: 1rem/1.5 system-ui, sans-serif;
  color: var(--text);
  background: var(--ground);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #131816;
    --surface: #1b2220;
    --text: #e8eeeb;
    --quiet: #a3b0ab;
    --line: #33403b;
    --danger: #f5a3a5;
    --danger-soft: #45201f;
    --soft: #26302c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; }
header, main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
header { font-weight: 600; }
main {
  margin-bottom: 3rem;
  padding-block: 1.5rem 2rem;
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: 0.75rem;
}
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0.25rem 0 1rem; }
a { color: inherit; }
.field { max-width: 24rem; margin-bottom: 1.25rem; }
label { display: block; margin-bottom: 0.25rem; font-weight: 600; }
input {
  width: 100%;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--edge);
  border-radius: 0.375rem;
  background: var(--surface);
  color: inherit;
  font: inherit;
}
input[aria-invalid='true'] { border-color: var(--danger); }
.hint, .error { margin: 0.25rem 0 0; font-size: 0.875rem; color: var(--quiet); }
.error { color: var(--danger); }
button {
  min-height: 2.75rem;
  padding: 0.375rem 1rem;
  border: 1px solid var(--edge);
  border-radius: 0.375rem;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
.notice { margin-bottom: 1rem; padding: 0.75rem 1rem; border-left: 4px solid var(--edge); border-radius: 0.25rem; background: var(--soft); }
.notice.bad { border-color: var(--danger); background: var(--danger-soft); }
:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
.skip { position: absolute; left: 1rem; padding: 0.5rem 1rem; background: var(--surface); transform: translateY(-150%); }
.skip:focus { transform: none; }
`;
}
