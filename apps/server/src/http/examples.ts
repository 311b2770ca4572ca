import type { Example } from './openapi-types.ts';
import type { ProblemCode } from './problems.ts';

/** Real requests and answers: test/documentation/examples.test.ts makes them, and npm run openapi writes them anew. */
export const examples: Readonly<Record<string, Example>> = {
  register: {
    answers: {
      '201': { answer: { id: 1, email: 'user@example.com' } },
      '202': { answer: { email: 'another@example.com' } },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { name: ['There is no such field.'], password: ['Must have at least 8 characters.'] },
        },
        email_taken: {
          type: 'http://localhost:8000/errors/email_taken',
          title: 'The e-mail address is taken',
          status: 400,
          detail: 'Sign in with this address, or use another one.',
          code: 'email_taken',
          errors: { email: ['An account with this address exists.'] },
        },
      },
    },
    request: { email: 'user@example.com', password: 'password' },
  },
  login: {
    answers: {
      '200': {
        answer: {
          access_token:
            'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ik1qQXlOZyJ9.eyJ1c2VyX2lkIjoxLCJzdWIiOiIxIn0.c2lnbmF0dXJl',
          token_type: 'Bearer',
          expires_in: 30,
          refresh_expires_in: 2592000,
          refresh_token: '3f2b8a60-9c1d-4e7a-8b5f-0a1b2c3d4e5f',
        },
      },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { password: ['This field is required.'] },
        },
      },
      '401': {
        invalid_credentials: {
          type: 'http://localhost:8000/errors/invalid_credentials',
          title: 'Wrong e-mail address or password',
          status: 401,
          detail: 'Check the address and the password and try again.',
          code: 'invalid_credentials',
        },
      },
      '403': {
        email_not_verified: {
          type: 'http://localhost:8000/errors/email_not_verified',
          title: 'The e-mail address is not confirmed',
          status: 403,
          detail:
            'Open the link in the mail that was sent to it, or ask for another one: POST /api/verify-email/resend/.',
          code: 'email_not_verified',
        },
      },
    },
    request: { email: 'user@example.com', password: 'password' },
  },
  refresh: {
    answers: {
      '200': {
        answer: {
          access_token:
            'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ik1qQXlOZyJ9.eyJ1c2VyX2lkIjoxLCJzdWIiOiIxIn0.c2lnbmF0dXJl',
          token_type: 'Bearer',
          expires_in: 30,
          refresh_expires_in: 2592000,
          refresh_token: '3f2b8a60-9c1d-4e7a-8b5f-0a1b2c3d4e5f',
        },
      },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { surprise: ['There is no such field.'] },
        },
      },
      '401': {
        refresh_token_unknown: {
          type: 'http://localhost:8000/errors/refresh_token_unknown',
          title: 'The refresh token is unknown',
          status: 401,
          detail: 'Log in again.',
          code: 'refresh_token_unknown',
        },
        session_ended: {
          type: 'http://localhost:8000/errors/session_ended',
          title: 'The session has ended',
          status: 401,
          detail: 'Log in again. `reason` says why it ended.',
          code: 'session_ended',
          reason: 'logout',
        },
      },
    },
    request: { refresh_token: '3f2b8a60-9c1d-4e7a-8b5f-0a1b2c3d4e5f' },
  },
  showMe: {
    answers: {
      '200': { answer: { id: 1, username: '', email: 'user@example.com' } },
      '401': {
        access_token_missing: {
          type: 'http://localhost:8000/errors/access_token_missing',
          title: 'An access token is needed',
          status: 401,
          detail: 'Send the header `Authorization: Bearer <access token>`.',
          code: 'access_token_missing',
        },
        access_token_invalid: {
          type: 'http://localhost:8000/errors/access_token_invalid',
          title: 'The access token is not valid',
          status: 401,
          detail: 'Refresh to get a new access token, or log in again.',
          code: 'access_token_invalid',
        },
      },
    },
  },
  changeMe: {
    answers: {
      '200': { answer: { id: 1, username: 'John Smith', email: 'newuser@example.com' } },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { surprise: ['There is no such field.'] },
        },
      },
    },
    request: { username: 'John Smith', email: 'newuser@example.com' },
  },
  patchMe: {
    answers: {
      '200': { answer: { id: 1, username: 'John', email: 'newuser@example.com' } },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { surprise: ['There is no such field.'] },
        },
      },
    },
    request: { username: 'John' },
  },
  exportMe: {
    answers: {
      '200': {
        answer: {
          account: {
            id: 1,
            email: 'newuser@example.com',
            username: 'John',
            is_active: true,
            is_staff: false,
            created_at: '2026-03-01T12:00:00.000Z',
            email_verified_at: null,
          },
          sessions: [
            {
              id: 'Yk3v9QmZ0aXw7LsT',
              device: '',
              address: '127.0.0.1',
              created_at: '2026-03-01T12:00:00.000Z',
              last_used_at: '2026-03-01T12:00:00.000Z',
              expires_at: '2026-03-01T12:00:00.000Z',
              ended_at: null,
            },
          ],
          events: [
            {
              at: '2026-03-01T12:00:00.000Z',
              event: 'login.failed',
              session_id: null,
              address: '127.0.0.1',
              details: { reason: 'wrong password' },
            },
            {
              at: '2026-03-01T12:00:00.000Z',
              event: 'account.registered',
              session_id: null,
              address: '127.0.0.1',
              details: {},
            },
          ],
          mails: [
            {
              at: '2026-03-01T12:00:00.000Z',
              recipient: 'user@example.com',
              template: 'address changed',
              state: 'waiting',
            },
          ],
          links: [
            { purpose: 'address undo', address: 'user@example.com', expires_at: '2026-03-01T12:00:00.000Z' },
          ],
          former_tokens: [],
        },
      },
    },
  },
  listOwnSessions: {
    answers: {
      '200': {
        answer: {
          items: [
            {
              id: 'Yk3v9QmZ0aXw7LsT',
              device: '',
              address: '127.0.0.1',
              created_at: '2026-03-01T12:00:00.000Z',
              last_used_at: '2026-03-01T12:00:00.000Z',
              expires_at: '2026-03-01T12:00:00.000Z',
              current: false,
            },
            {
              id: 'Yk3v9QmZ0aXw7LsT',
              device: '',
              address: '127.0.0.1',
              created_at: '2026-03-01T12:00:00.000Z',
              last_used_at: '2026-03-01T12:00:00.000Z',
              expires_at: '2026-03-01T12:00:00.000Z',
              current: true,
            },
          ],
          next: null,
        },
      },
    },
  },
  endOwnSession: {
    answers: {
      '404': {
        not_found: {
          type: 'http://localhost:8000/errors/not_found',
          title: 'There is nothing here',
          status: 404,
          detail: 'There is no such session of this account.',
          code: 'not_found',
        },
      },
    },
  },
  endOtherSessions: { answers: {} },
  changePassword: {
    answers: {
      '200': { answer: { success: 'Password changed.' } },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { current_password: ['This is not the current password.'] },
        },
      },
    },
    request: { current_password: 'password', new_password: 'a better password' },
  },
  listSettings: {
    answers: {
      '200': {
        answer: {
          version: 0,
          settings: [
            {
              name: 'BROWSABLE_API',
              value: true,
              default: true,
              overridden: false,
              type: 'boolean',
              unit: null,
              minimum: null,
              maximum: null,
              choices: null,
              group: 'Browsers',
              help: 'Whether a browser that opens an address of the API gets a page about it, and /api/docs/ the reference.',
            },
            {
              name: 'AUDIT_RETENTION',
              value: 31536000,
              default: 31536000,
              overridden: false,
              type: 'integer',
              unit: 'seconds',
              minimum: 86400,
              maximum: 315360000,
              choices: null,
              group: 'Audit',
              help: 'How long events of the audit trail are kept.',
            },
          ],
        },
      },
      '403': {
        forbidden: {
          type: 'http://localhost:8000/errors/forbidden',
          title: 'This is not allowed',
          status: 403,
          detail: 'Only accounts that may administer (is_staff) can do this.',
          code: 'forbidden',
        },
      },
    },
  },
  logout: {
    answers: {
      '200': { answer: { success: 'User logged out.' } },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { refresh_token: ['Must be a UUID: 36 characters with hyphens.'] },
        },
      },
    },
    request: { refresh_token: '3f2b8a60-9c1d-4e7a-8b5f-0a1b2c3d4e5f' },
  },
  deleteMe: {
    answers: {
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { current_password: ['This is not the current password.'] },
        },
      },
    },
    request: { current_password: 'password' },
  },
  showSetup: { answers: { '200': { answer: { needed: true } } } },
  setUp: {
    answers: {
      '201': { answer: { id: 3, email: 'admin@example.com' } },
      '400': {
        token_invalid: {
          type: 'http://localhost:8000/errors/token_invalid',
          title: 'The link does not work any longer',
          status: 400,
          detail: 'It was used, or it has expired. Ask for a new one.',
          code: 'token_invalid',
        },
      },
    },
    request: { token: 'Yk3v9QmZ0aXw7LsT', email: 'admin@example.com', password: 'the password of the admin' },
  },
  previewSettings: {
    answers: {
      '200': {
        answer: {
          consequences: [
            {
              name: 'ACCESS_TOKEN_LIFETIME',
              text: 'The 1 session that was used in the last 5 minutes will make about 0.017 refreshes a second (now 0.033); all 1 live sessions together would make 0.017. Access tokens issued until now stay valid for up to 30 seconds. After a logout, other services accept a token for up to 1 minute.',
            },
          ],
        },
      },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { values: ['This field is required.'], surprise: ['There is no such field.'] },
        },
      },
    },
    request: { values: { ACCESS_TOKEN_LIFETIME: '1m' } },
  },
  changeSettings: {
    answers: {
      '200': {
        answer: {
          version: 1,
          settings: [
            {
              name: 'BROWSABLE_API',
              value: true,
              default: true,
              overridden: false,
              type: 'boolean',
              unit: null,
              minimum: null,
              maximum: null,
              choices: null,
              group: 'Browsers',
              help: 'Whether a browser that opens an address of the API gets a page about it, and /api/docs/ the reference.',
            },
            {
              name: 'AUDIT_RETENTION',
              value: 31536000,
              default: 31536000,
              overridden: false,
              type: 'integer',
              unit: 'seconds',
              minimum: 86400,
              maximum: 315360000,
              choices: null,
              group: 'Audit',
              help: 'How long events of the audit trail are kept.',
            },
          ],
        },
      },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: {
            ACCESS_TOKEN_LIFETIME: ['Must be a duration in seconds (or like 15m, 30d) from 1 to 86400.'],
          },
        },
      },
      '409': {
        settings_conflict: {
          type: 'http://localhost:8000/errors/settings_conflict',
          title: 'The settings have changed meanwhile',
          status: 409,
          detail:
            'Somebody else has changed the settings; they are at version 1 now. Load them and make the change again.',
          code: 'settings_conflict',
        },
      },
    },
    request: { version: 0, values: { ACCESS_TOKEN_LIFETIME: 60 } },
  },
  listSettingChanges: {
    answers: {
      '200': {
        answer: {
          items: [
            {
              id: 'Yk3v9QmZ0aXw7LsT',
              version: 1,
              name: 'ACCESS_TOKEN_LIFETIME',
              at: '2026-03-01T12:00:00.000Z',
              from: null,
              to: 60,
              actor: { id: 3, email: 'admin@example.com' },
              source: 'api',
            },
          ],
          next: null,
        },
      },
    },
  },
  createAccount: {
    answers: {
      '201': {
        answer: {
          id: 4,
          email: 'ada@example.com',
          username: 'Ada',
          is_active: true,
          is_staff: false,
          created_at: '2026-03-01T12:00:00.000Z',
          email_verified_at: '2026-03-01T12:00:00.000Z',
          live_sessions: 0,
        },
      },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { email: ['This field is required.'], surprise: ['There is no such field.'] },
        },
      },
    },
    request: { email: 'ada@example.com', username: 'Ada' },
  },
  listAccounts: {
    answers: {
      '200': {
        answer: {
          items: [
            {
              id: 4,
              email: 'ada@example.com',
              username: 'Ada',
              is_active: true,
              is_staff: false,
              created_at: '2026-03-01T12:00:00.000Z',
              email_verified_at: '2026-03-01T12:00:00.000Z',
            },
          ],
          next: null,
        },
      },
    },
  },
  showAccount: {
    answers: {
      '200': {
        answer: {
          id: 4,
          email: 'ada@example.com',
          username: 'Ada',
          is_active: true,
          is_staff: false,
          created_at: '2026-03-01T12:00:00.000Z',
          email_verified_at: '2026-03-01T12:00:00.000Z',
          live_sessions: 0,
        },
      },
      '404': {
        not_found: {
          type: 'http://localhost:8000/errors/not_found',
          title: 'There is nothing here',
          status: 404,
          detail: 'There is no account with this id.',
          code: 'not_found',
        },
      },
    },
  },
  changeAccount: {
    answers: {
      '200': {
        answer: {
          id: 4,
          email: 'ada@example.com',
          username: 'Ada',
          is_active: true,
          is_staff: false,
          created_at: '2026-03-01T12:00:00.000Z',
          email_verified_at: '2026-03-01T12:00:00.000Z',
          live_sessions: 0,
        },
      },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { surprise: ['There is no such field.'] },
        },
      },
      '403': {
        forbidden: {
          type: 'http://localhost:8000/errors/forbidden',
          title: 'This is not allowed',
          status: 403,
          detail: 'This is the last active admin. Make another one first.',
          code: 'forbidden',
        },
      },
    },
    request: { is_active: false },
  },
  createResetLink: {
    answers: {
      '201': {
        answer: {
          url: 'http://localhost:8000/account/new-password?token=Yk3v9QmZ0aXw7LsTYk3v9QmZ0aXw7LsT',
          expires_at: '2026-03-01T12:00:00.000Z',
        },
      },
    },
  },
  confirmPasswordReset: {
    answers: {
      '200': { answer: { success: 'Password changed.' } },
      '400': {
        token_invalid: {
          type: 'http://localhost:8000/errors/token_invalid',
          title: 'The link does not work any longer',
          status: 400,
          detail: 'It was used, or it has expired. Ask for a new one.',
          code: 'token_invalid',
        },
      },
    },
    request: { token: 'Yk3v9QmZ0aXw7LsT', new_password: 'a new password' },
  },
  listSessions: {
    answers: {
      '200': {
        answer: {
          items: [
            {
              id: 'Yk3v9QmZ0aXw7LsT',
              account: { id: 1, email: 'newuser@example.com' },
              device: '',
              address: '127.0.0.1',
              created_at: '2026-03-01T12:00:00.000Z',
              last_used_at: '2026-03-01T12:00:00.000Z',
              expires_at: '2026-03-01T12:00:00.000Z',
              ended_at: '2026-03-01T12:00:00.000Z',
              end_reason: 'logout',
            },
            {
              id: 'Yk3v9QmZ0aXw7LsT',
              account: { id: 1, email: 'newuser@example.com' },
              device: '',
              address: '127.0.0.1',
              created_at: '2026-03-01T12:00:00.000Z',
              last_used_at: '2026-03-01T12:00:00.000Z',
              expires_at: '2026-03-01T12:00:00.000Z',
              ended_at: '2026-03-01T12:00:00.000Z',
              end_reason: 'logout',
            },
          ],
          next: null,
        },
      },
    },
  },
  endSession: {
    answers: {
      '404': {
        not_found: {
          type: 'http://localhost:8000/errors/not_found',
          title: 'There is nothing here',
          status: 404,
          detail: 'There is no live session with this id.',
          code: 'not_found',
        },
      },
    },
  },
  endSessions: {
    answers: {
      '200': { answer: { ended: 0 } },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: {
            account: ['Give exactly one of `account`, `begun_before` and `all`.'],
            begun_before: ['Give exactly one of `account`, `begun_before` and `all`.'],
            all: ['Give exactly one of `account`, `begun_before` and `all`.'],
          },
        },
      },
    },
    request: { account: 1 },
  },
  listAuditEvents: {
    answers: {
      '200': {
        answer: {
          items: [
            {
              id: '25',
              at: '2026-03-01T12:00:00.000Z',
              event: 'password.reset',
              account: { id: 4, email: 'ada@example.com' },
              actor: { id: 4, email: 'ada@example.com' },
              source: 'api',
              session_id: null,
              address: '127.0.0.1',
              request_id: 'a1b2c3d4e5f6-7',
              details: { sessions_ended: 0, by: 'link' },
            },
            {
              id: '24',
              at: '2026-03-01T12:00:00.000Z',
              event: 'password.reset_link_made',
              account: { id: 4, email: 'ada@example.com' },
              actor: { id: 3, email: 'admin@example.com' },
              source: 'api',
              session_id: null,
              address: '127.0.0.1',
              request_id: 'a1b2c3d4e5f6-7',
              details: {},
            },
          ],
          next: 'Yk3v9QmZ0aXw7LsT',
        },
      },
    },
  },
  listAuditEventNames: {
    answers: { '200': { answer: { events: ['former_tokens.closed', 'secret_keys.retired'] } } },
  },
  showOverview: {
    answers: {
      '200': {
        answer: {
          accounts: { total: 3, active: 3, staff: 1 },
          sessions: { live: 1 },
          reuse_detections: { last_24_hours: 0, last_30_days: 0 },
          settings_version: 1,
          nodes: [
            {
              id: 'Yk3v9QmZ0aXw7LsT',
              version: '0.1.0',
              started_at: '2026-03-01T12:00:00.000Z',
              seen_at: '2026-03-01T12:00:00.000Z',
              settings_version: 0,
              this_one: true,
            },
          ],
          activity: {
            bucket_seconds: 300,
            buckets: [
              { at: '2026-03-01T12:00:00.000Z', logins: 0, failed_logins: 0, refreshes: 0 },
              { at: '2026-03-01T12:00:00.000Z', logins: 4, failed_logins: 1, refreshes: 1 },
            ],
          },
        },
      },
    },
  },
  deleteAccount: {
    answers: {
      '404': {
        not_found: {
          type: 'http://localhost:8000/errors/not_found',
          title: 'There is nothing here',
          status: 404,
          detail: 'There is no account with this id.',
          code: 'not_found',
        },
      },
    },
  },
  requestPasswordReset: {
    answers: {
      '202': { answer: { success: 'If there is such an account, a mail is on its way.' } },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { email: ['This field is required.'], surprise: ['There is no such field.'] },
        },
      },
    },
    request: { email: 'admin@example.com' },
  },
  resendVerification: {
    answers: {
      '202': { answer: { success: 'If there is such an account, a mail is on its way.' } },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { email: ['This field is required.'], surprise: ['There is no such field.'] },
        },
      },
    },
    request: { email: 'admin@example.com' },
  },
  verifyEmail: {
    answers: {
      '200': { answer: { success: 'E-mail address confirmed.' } },
      '400': {
        token_invalid: {
          type: 'http://localhost:8000/errors/token_invalid',
          title: 'The link does not work any longer',
          status: 400,
          detail: 'It was used, or it has expired. Ask for a new one.',
          code: 'token_invalid',
        },
      },
    },
    request: { token: 'Yk3v9QmZ0aXw7LsT' },
  },
  listMails: {
    answers: {
      '200': {
        answer: {
          items: [
            {
              id: 'Yk3v9QmZ0aXw7LsT',
              at: '2026-03-01T12:00:00.000Z',
              account_id: 5,
              recipient: 'newcomer@example.com',
              template: 'verify address',
              state: 'kept',
              attempts: 1,
              next_attempt_at: null,
              settled_at: null,
              link_expires_at: '2026-03-01T12:00:00.000Z',
              failure: null,
            },
          ],
          next: 'Yk3v9QmZ0aXw7LsT',
        },
      },
    },
  },
  showMail: {
    answers: {
      '200': {
        answer: {
          id: 'Yk3v9QmZ0aXw7LsT',
          at: '2026-03-01T12:00:00.000Z',
          account_id: 5,
          recipient: 'newcomer@example.com',
          template: 'verify address',
          state: 'kept',
          attempts: 1,
          next_attempt_at: null,
          settled_at: null,
          link_expires_at: '2026-03-01T12:00:00.000Z',
          failure: null,
          subject: 'Confirm your e-mail address for Latchkey',
          text: 'Confirm your e-mail address\n\nAn account at Latchkey was created with this address. Confirm that the address is yours.\n\nConfirm the address:\nhttp://localhost:8000/account/verify?token=Yk3v9QmZ0aXw7LsTYk3v9QmZ0aXw7LsT\n\nThe link works once, for 24 hours.\n\nIf you did not create an account, leave this mail alone.\n\n-- \nThis mail was sent by Latchkey, since it is about your account. Answers are not read.\n',
          html: '<!doctype html> …',
        },
      },
    },
  },
  sendMailAgain: {
    answers: {
      '200': {
        answer: {
          id: 'Yk3v9QmZ0aXw7LsT',
          at: '2026-03-01T12:00:00.000Z',
          account_id: 5,
          recipient: 'newcomer@example.com',
          template: 'verify address',
          state: 'waiting',
          attempts: 0,
          next_attempt_at: '2026-03-01T12:00:00.000Z',
          settled_at: null,
          link_expires_at: '2026-03-01T12:00:00.000Z',
          failure: null,
          subject: 'Confirm your e-mail address for Latchkey',
          text: 'Confirm your e-mail address\n\nAn account at Latchkey was created with this address. Confirm that the address is yours.\n\nConfirm the address:\nhttp://localhost:8000/account/verify?token=Yk3v9QmZ0aXw7LsTYk3v9QmZ0aXw7LsT\n\nThe link works once, for 24 hours.\n\nIf you did not create an account, leave this mail alone.\n\n-- \nThis mail was sent by Latchkey, since it is about your account. Answers are not read.\n',
          html: '<!doctype html> …',
        },
      },
      '409': {
        conflict: {
          type: 'http://localhost:8000/errors/conflict',
          title: 'This cannot be done now',
          status: 409,
          detail: 'It has been sent, or is waiting already.',
          code: 'conflict',
        },
      },
    },
  },
  listSigningKeys: {
    answers: {
      '200': {
        answer: {
          keys: [
            {
              kid: 'Yk3v9QmZ0aXw7LsT',
              algorithm: 'HS256',
              state: 'signing',
              created_at: '2026-03-01T12:00:00.000Z',
              signs_from: '2026-03-01T12:00:00.000Z',
              verifies_until: null,
              from_environment: false,
            },
          ],
        },
      },
    },
  },
  rotateSigningKey: {
    answers: {
      '201': {
        answer: {
          kid: 'Yk3v9QmZ0aXw7LsT',
          algorithm: 'HS256',
          state: 'waiting',
          created_at: '2026-03-01T12:00:00.000Z',
          signs_from: '2026-03-01T12:00:00.000Z',
          verifies_until: null,
          from_environment: false,
        },
      },
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { surprise: ['There is no such field.'] },
        },
      },
      '409': {
        conflict: {
          type: 'http://localhost:8000/errors/conflict',
          title: 'This cannot be done now',
          status: 409,
          detail:
            'Services hold a copy of the secret of HS256, so a new one takes two steps: add a key and hand its secret over (keys add), and once they have it let it sign (keys activate KID). Where nobody else verifies tokens, or the secret has leaked, rotate now (keys rotate --now).',
          code: 'conflict',
        },
      },
    },
    request: { now: true },
  },
  addSigningKey: {
    answers: {
      '201': {
        answer: {
          kid: 'Yk3v9QmZ0aXw7LsT',
          algorithm: 'HS256',
          state: 'added',
          created_at: '2026-03-01T12:00:00.000Z',
          signs_from: null,
          verifies_until: null,
          from_environment: false,
          secret: 'Yk3v9QmZ0aXw7LsT',
        },
      },
      '409': {
        conflict: {
          type: 'http://localhost:8000/errors/conflict',
          title: 'This cannot be done now',
          status: 409,
          detail:
            'The key Yk3v9QmZ0aXw7LsT was added before and does not sign yet. Activate it, or retire it first.',
          code: 'conflict',
        },
      },
    },
  },
  activateSigningKey: {
    answers: {
      '200': {
        answer: {
          kid: 'Yk3v9QmZ0aXw7LsT',
          algorithm: 'HS256',
          state: 'waiting',
          created_at: '2026-03-01T12:00:00.000Z',
          signs_from: '2026-03-01T12:00:00.000Z',
          verifies_until: null,
          from_environment: false,
        },
      },
      '409': {
        conflict: {
          type: 'http://localhost:8000/errors/conflict',
          title: 'This cannot be done now',
          status: 409,
          detail: 'It signs already.',
          code: 'conflict',
        },
      },
    },
  },
  retireSigningKey: {
    answers: {
      '400': {
        invalid_request: {
          type: 'http://localhost:8000/errors/invalid_request',
          title: 'The request is not valid',
          status: 400,
          detail: 'Correct what `errors` names and send the request again.',
          code: 'invalid_request',
          errors: { surprise: ['There is no such field.'] },
        },
      },
      '404': {
        not_found: {
          type: 'http://localhost:8000/errors/not_found',
          title: 'There is nothing here',
          status: 404,
          detail: 'There is no signing key with this kid.',
          code: 'not_found',
        },
      },
      '409': {
        conflict: {
          type: 'http://localhost:8000/errors/conflict',
          title: 'This cannot be done now',
          status: 409,
          detail: 'It signs access tokens. It can go once another key signs.',
          code: 'conflict',
        },
      },
    },
    request: {},
  },
  listPublicKeys: { answers: { '200': { answer: { keys: [] } } } },
  readRevokedSessions: {
    answers: {
      '200': {
        answer: {
          feed: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ik1qQXlOZyJ9.eyJ1c2VyX2lkIjoxLCJzdWIiOiIxIn0.c2lnbmF0dXJl',
        },
      },
    },
  },
  listFeedKeys: {
    answers: {
      '200': {
        answer: {
          keys: [
            {
              kid: 'Yk3v9QmZ0aXw7LsT',
              alg: 'EdDSA',
              crv: 'Ed25519',
              x: 'e9dy_PUl5utasYKdr4taT5xnn3IhHrSwjwWUKAOdwR8',
              kty: 'OKP',
              use: 'latchkey-revocations',
            },
          ],
        },
      },
    },
  },
  checkLive: { answers: { '200': { answer: { status: 'ok' } } } },
  checkReady: {
    answers: { '200': { answer: { status: 'ok', node: 'Yk3v9QmZ0aXw7LsT', settings_version: 3 } } },
  },
  listEndpoints: {
    answers: {
      '200': {
        answer: {
          endpoints: [
            { path: '/api/verify-email/', methods: ['POST'] },
            { path: '/api/verify-email/resend/', methods: ['POST'] },
          ],
        },
      },
    },
  },
};

/** An answer with each code, for the operations that have none of their own. */

export const problemExamples: Readonly<Record<ProblemCode, unknown>> = {
  invalid_request: {
    type: 'http://localhost:8000/errors/invalid_request',
    title: 'The request is not valid',
    status: 400,
    detail: 'Correct what `errors` names and send the request again.',
    code: 'invalid_request',
    errors: { name: ['There is no such field.'], password: ['Must have at least 8 characters.'] },
  },
  token_invalid: {
    type: 'http://localhost:8000/errors/token_invalid',
    title: 'The link does not work any longer',
    status: 400,
    detail: 'It was used, or it has expired. Ask for a new one.',
    code: 'token_invalid',
  },
  email_taken: {
    type: 'http://localhost:8000/errors/email_taken',
    title: 'The e-mail address is taken',
    status: 400,
    detail: 'Sign in with this address, or use another one.',
    code: 'email_taken',
    errors: { email: ['An account with this address exists.'] },
  },
  invalid_credentials: {
    type: 'http://localhost:8000/errors/invalid_credentials',
    title: 'Wrong e-mail address or password',
    status: 401,
    detail: 'Check the address and the password and try again.',
    code: 'invalid_credentials',
  },
  access_token_missing: {
    type: 'http://localhost:8000/errors/access_token_missing',
    title: 'An access token is needed',
    status: 401,
    detail: 'Send the header `Authorization: Bearer <access token>`.',
    code: 'access_token_missing',
  },
  access_token_invalid: {
    type: 'http://localhost:8000/errors/access_token_invalid',
    title: 'The access token is not valid',
    status: 401,
    detail: 'Refresh to get a new access token, or log in again.',
    code: 'access_token_invalid',
  },
  access_token_expired: {
    type: 'http://localhost:8000/errors/access_token_expired',
    title: 'The access token has expired',
    status: 401,
    detail: 'Refresh to get a new access token.',
    code: 'access_token_expired',
  },
  refresh_token_unknown: {
    type: 'http://localhost:8000/errors/refresh_token_unknown',
    title: 'The refresh token is unknown',
    status: 401,
    detail: 'Log in again.',
    code: 'refresh_token_unknown',
  },
  refresh_token_expired: {
    type: 'http://localhost:8000/errors/refresh_token_expired',
    title: 'The refresh token has expired',
    status: 401,
    detail: 'Log in again.',
    code: 'refresh_token_expired',
    reason: 'expired',
  },
  refresh_token_reused: {
    type: 'http://localhost:8000/errors/refresh_token_reused',
    title: 'The refresh token was used before',
    status: 401,
    detail:
      'Somebody else may hold a copy, so the session was ended. Log in again, and change the password if this was not you.',
    code: 'refresh_token_reused',
    reason: 'reuse',
  },
  session_ended: {
    type: 'http://localhost:8000/errors/session_ended',
    title: 'The session has ended',
    status: 401,
    detail: 'Log in again. `reason` says why it ended.',
    code: 'session_ended',
    reason: 'logout',
  },
  metrics_token_invalid: {
    type: 'http://localhost:8000/errors/metrics_token_invalid',
    title: 'The metrics need their token',
    status: 401,
    detail: 'Send the header `Authorization: Bearer <METRICS_TOKEN>`.',
    code: 'metrics_token_invalid',
  },
  email_not_verified: {
    type: 'http://localhost:8000/errors/email_not_verified',
    title: 'The e-mail address is not confirmed',
    status: 403,
    detail:
      'Open the link in the mail that was sent to it, or ask for another one: POST /api/verify-email/resend/.',
    code: 'email_not_verified',
  },
  forbidden: {
    type: 'http://localhost:8000/errors/forbidden',
    title: 'This is not allowed',
    status: 403,
    detail: 'Only accounts that may administer (is_staff) can do this.',
    code: 'forbidden',
  },
  not_found: {
    type: 'http://localhost:8000/errors/not_found',
    title: 'There is nothing here',
    status: 404,
    detail: 'There is no such session of this account.',
    code: 'not_found',
  },
  method_not_allowed: {
    type: 'http://localhost:8000/errors/method_not_allowed',
    title: 'The method is not allowed here',
    status: 405,
    detail: 'Use one of the methods that the header `Allow` names.',
    code: 'method_not_allowed',
  },
  request_timeout: {
    type: 'http://localhost:8000/errors/request_timeout',
    title: 'The request took too long to arrive',
    status: 408,
    detail: 'Send it again, on a new connection.',
    code: 'request_timeout',
  },
  conflict: {
    type: 'http://localhost:8000/errors/conflict',
    title: 'This cannot be done now',
    status: 409,
    detail: 'It has been sent, or is waiting already.',
    code: 'conflict',
  },
  settings_conflict: {
    type: 'http://localhost:8000/errors/settings_conflict',
    title: 'The settings have changed meanwhile',
    status: 409,
    detail:
      'Somebody else has changed the settings; they are at version 1 now. Load them and make the change again.',
    code: 'settings_conflict',
  },
  too_many_requests: {
    type: 'http://localhost:8000/errors/too_many_requests',
    title: 'There were too many attempts',
    status: 429,
    detail: 'Try again in 1 hour.',
    code: 'too_many_requests',
  },
  body_too_large: {
    type: 'http://localhost:8000/errors/body_too_large',
    title: 'The body is too large',
    status: 413,
    detail: 'Send at most 64 KiB.',
    code: 'body_too_large',
  },
  unsupported_media_type: {
    type: 'http://localhost:8000/errors/unsupported_media_type',
    title: 'The media type is not supported',
    status: 415,
    detail: 'Send `Content-Type: application/json` (or `application/x-www-form-urlencoded`).',
    code: 'unsupported_media_type',
  },
  headers_too_large: {
    type: 'http://localhost:8000/errors/headers_too_large',
    title: 'The headers are too large',
    status: 431,
    detail: 'Send fewer or shorter headers: at most 100, and 16 KiB in all.',
    code: 'headers_too_large',
  },
  internal_error: {
    type: 'http://localhost:8000/errors/internal_error',
    title: 'Something went wrong',
    status: 500,
    detail: 'This is a fault of the server. Report it with the request id.',
    code: 'internal_error',
  },
  overloaded: {
    type: 'http://localhost:8000/errors/overloaded',
    title: 'There is too much to do',
    status: 503,
    detail: 'Try again after the seconds that `Retry-After` gives.',
    code: 'overloaded',
  },
  unavailable: {
    type: 'http://localhost:8000/errors/unavailable',
    title: 'The service is not available',
    status: 503,
    detail: 'Try again after the seconds that `Retry-After` gives.',
    code: 'unavailable',
  },
};
