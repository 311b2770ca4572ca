import { readDatabaseTime } from '../../../db/time.ts';
import { checkSmtpServer, isLoopback, selectOutboxHealth, type Post } from '../../../features/mail/index.ts';
import { durationInWords } from '../../../features/settings/index.ts';
import { problem, warning, type Check, type Finding, type Installation } from '../finding.ts';

const longWaitMs = 15 * 60_000;
const lookBackMs = 7 * 24 * 3_600_000;

/** Mails can leave, and do. */
export const mail: Check = {
  name: 'mail',
  async examine(installation) {
    const { post, isLoopback: isForThisMachine } = installation.config;
    const setUp = post ? await checkPost(post) : checkAbsence(installation);
    const findings = [...setUp, ...(await checkOutbox(installation))];
    const where = post && `${post.server.host}:${post.server.port} takes mails from ${post.from.address}`;
    const kept = 'not set up; while HOST is this machine alone, mails are shown in the terminal';
    return { well: where ?? (isForThisMachine ? kept : ''), findings };
  },
};

const howTo = 'Set SMTP_URL and MAIL_FROM; docs/email.md tells how.';

function checkAbsence({ config, settings }: Installation): Finding[] {
  if (config.isLoopback) return [];
  const needed = settings.get('EMAIL_VERIFICATION') === 'required';
  return needed
    ? [
        problem(
          'mail_needed',
          'EMAIL_VERIFICATION is required and mail is not set up: whoever registers can never log in.',
          `${howTo} Or set EMAIL_VERIFICATION to off.`,
        ),
      ]
    : [
        warning(
          'mail_not_set_up',
          'Mail is not set up: mails are kept and not sent, and nobody can set a forgotten password anew.',
          howTo,
        ),
      ];
}

async function checkPost({ server }: Post): Promise<Finding[]> {
  const where = `${server.host}:${server.port}`;
  const checked = await checkSmtpServer(server);
  if ('failure' in checked) {
    const advice = 'Check SMTP_URL. To try it with a mail: latchkey mail test ADDRESS';
    return [problem('mail_server_unusable', `${where} cannot be used: ${checked.failure}`, advice)];
  }
  if (checked.isEncrypted || isLoopback(server.host)) return [];
  const text = `${where} offers no TLS: mails, and the links in them, travel unencrypted.`;
  return [warning('mail_unencrypted', text, 'Use a mail server with STARTTLS, or smtps://.')];
}

async function checkOutbox({ config, database, clock }: Installation): Promise<Finding[]> {
  if (!database) return [];
  const now = await readDatabaseTime(database.kysely, clock);
  const { waiting, waitingSince, failed } = await selectOutboxHealth(database.kysely, now - lookBackMs);
  const findings: Finding[] = [];
  // Without a mail server they wait by design, and that was told already.
  if (config.post && waitingSince !== null && now - waitingSince > longWaitMs) {
    const age = durationInWords(Math.round((now - waitingSince) / 1_000));
    const text = `${waiting === 1 ? '1 mail waits' : `${waiting} mails wait`} to be sent, for up to ${age}.`;
    const advice = 'See why: latchkey mail list --state waiting. They are sent while the server runs.';
    findings.push(warning('mails_waiting', text, advice));
  }
  if (failed > 0) {
    const text = `${failed === 1 ? '1 mail has' : `${failed} mails have`} failed in the last 7 days, or may not have arrived.`;
    const advice =
      'See why: latchkey mail list --state failed, and --state uncertain. To send one again: latchkey mail again ID';
    findings.push(warning('mails_failed', text, advice));
  }
  return findings;
}
