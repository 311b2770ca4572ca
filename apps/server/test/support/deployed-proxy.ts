import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watch, type Process } from './child-process.ts';
import { scratchFolder } from './installed-server.ts';

const deploy = fileURLToPath(new URL('../../../../deploy', import.meta.url));

/** A proxy with the configuration of deploy/, at ports of its own, before these nodes. */
export interface ProxyPlan {
  readonly port: number;
  readonly tlsPort: number;
  readonly nodePorts: readonly number[];
}

export interface Proxy {
  readonly url: string;
  readonly process: Process;
}

/** nginx as deploy/nginx has it, but for names, ports and the certificate. */
export function startNginx({ port, tlsPort, nodePorts }: ProxyPlan): Proxy {
  const folder = scratchFolder();
  const [certificate, key] = makeCertificate(folder);
  const nodes = nodePorts.map((node) => `server 127.0.0.1:${node} max_fails=2 fail_timeout=5s;`);
  const site = readFileSync(join(deploy, 'nginx/latchkey.conf'), 'utf8')
    .replace(/^ *listen \[::\].*$/gm, '')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${tlsPort} ssl`)
    .replace(/^ *server 127\.0\.0\.1:8000.*$/m, nodes.join('\n'))
    .replace(/\/etc\/letsencrypt\/\S+fullchain\.pem/, certificate)
    .replace(/\/etc\/letsencrypt\/\S+privkey\.pem/, key)
    .replaceAll('auth.example.com', 'localhost');
  mkdirSync(join(folder, 'temp'));
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const main = [
    // In one process, which ends with the test, as the user who runs it.
    `pid ${folder}/nginx.pid; error_log stderr; daemon off; master_process off; events {}`,
    `http { access_log off; ${kinds.map((kind) => `${kind}_temp_path ${folder}/temp/${kind};`).join(' ')}`,
    `${site} }`,
  ].join('\n');
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, main);
  const args = ['-p', folder, '-c', file];
  execFileSync('nginx', [...args, '-t'], { stdio: 'pipe' });
  return {
    url: `https://localhost:${tlsPort}`,
    process: watch('nginx', args, { PATH: process.env['PATH'] }),
  };
}

/** Caddy as deploy/caddy has it, without the certificate that it would ask for. */
export function startCaddy({ port, nodePorts }: ProxyPlan): Proxy {
  const folder = scratchFolder();
  const site = readFileSync(join(deploy, 'caddy/Caddyfile'), 'utf8');
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, `{\n\tadmin off\n}\n${site}`);
  const environment = {
    PATH: process.env['PATH'],
    HOME: folder,
    LATCHKEY_SITE: `http://localhost:${port}`,
    LATCHKEY_NODES: nodePorts.map((node) => `127.0.0.1:${node}`).join(' '),
  };
  return {
    url: `http://localhost:${port}`,
    process: watch('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], environment),
  };
}

/** For `localhost`, for two days. @returns the files of the certificate and of its key. */
export function makeCertificate(folder: string): readonly [certificate: string, key: string] {
  const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')] as const;
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const args = ['req', '-x509', ...made, ...names, '-keyout', key, '-out', certificate];
  execFileSync('openssl', args, { stdio: 'pipe' });
  return [certificate, key];
}
