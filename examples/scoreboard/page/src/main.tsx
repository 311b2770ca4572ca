import { createClient } from '@latchkey/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './styles.css';

// Where to sign in. Our service says so, and answers everything else only to those who have.
const config = await fetch('/config.json');
const { issuer } = (await config.json()) as { issuer: string };

// This origin is not Latchkey's, so the session is kept here and not in Latchkey's cookie.
const client = createClient({
  baseUrl: issuer,
  storage: localStorage,
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
);
