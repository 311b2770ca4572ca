// Written by npm run openapi from docs/openapi.json: what the API takes, and how it answers.

export interface components {
  schemas: {
    Account: {
      id: number;
      email: string;
      username: string;
      is_active: boolean;
      is_staff: boolean;
      /** Format: date-time */
      created_at: string;
      email_verified_at: string | null;
    };
    /** @description The account. */
    AccountInDetail: {
      id: number;
      email: string;
      username: string;
      is_active: boolean;
      is_staff: boolean;
      /** Format: date-time */
      created_at: string;
      email_verified_at: string | null;
      /** @description How many there are. */
      live_sessions: number;
    };
    /** @description The key, and its secret this once. */
    AddedSigningKey: {
      kid: string;
      /** @enum {string} */
      algorithm: 'HS256' | 'ES256' | 'EdDSA' | 'RS256';
      /**
       * @description `added`: its tokens would be accepted, and it signs once it is activated. `waiting`: it will sign, from `signs_from` on. `signing`: it signs. `superseded`: another one signs, and its tokens are accepted until the last of them is over.
       * @enum {string}
       */
      state: 'added' | 'waiting' | 'signing' | 'superseded';
      /** Format: date-time */
      created_at: string;
      signs_from: string | null;
      verifies_until: string | null;
      /** @description It is the `JWT_SIGNING_KEY` of the servers, and can be changed there alone. */
      from_environment: boolean;
      /** @description To hand over. No other answer shows it. */
      secret: string;
    };
    AuditEvent: {
      id: string;
      /** Format: date-time */
      at: string;
      /** @enum {string} */
      event:
        | 'account.registered'
        | 'account.created'
        | 'account.changed'
        | 'account.disabled'
        | 'account.enabled'
        | 'account.deleted'
        | 'accounts.imported'
        | 'registration.repeated'
        | 'email.verified'
        | 'email.change_requested'
        | 'email.change_undone'
        | 'login.succeeded'
        | 'login.exchanged'
        | 'login.failed'
        | 'limit.reached'
        | 'refresh.reused'
        | 'logout'
        | 'sessions.ended'
        | 'password.changed'
        | 'password.reset'
        | 'password.reset_requested'
        | 'password.reset_link_made'
        | 'admin.link_made'
        | 'mail.sent_again'
        | 'settings.changed'
        | 'signing_key.created'
        | 'signing_key.activated'
        | 'signing_key.withdrawn'
        | 'signing_key.retired'
        | 'backup.taken'
        | 'backup.restored'
        | 'accounts.exported'
        | 'former_tokens.accepted'
        | 'former_tokens.closed'
        | 'secret_keys.retired';
      account: {
        id: number;
        email: string | null;
      } | null;
      actor: {
        id: number;
        email: string | null;
      } | null;
      /** @enum {string} */
      source: 'api' | 'command line' | 'server';
      session_id: string | null;
      address: string | null;
      request_id: string | null;
      details: {
        [key: string]: unknown;
      };
    };
    /** @description The account, its sessions, what happened to it, its mails, the links that are out and the tokens of the former system. */
    Export: {
      account: {
        id: number;
        email: string;
        username: string;
        is_active: boolean;
        is_staff: boolean;
        /** Format: date-time */
        created_at: string;
        email_verified_at: string | null;
      };
      sessions: {
        id: string;
        /** @description The User-Agent of the login. */
        device: string;
        /** @description The address that the login came from. */
        address: string;
        /** Format: date-time */
        created_at: string;
        /** Format: date-time */
        last_used_at: string;
        /** Format: date-time */
        expires_at: string;
        ended_at: string | null;
      }[];
      events: {
        /** Format: date-time */
        at: string;
        event: string;
        session_id: string | null;
        address: string | null;
        details: {
          [key: string]: unknown;
        };
      }[];
      mails: {
        /** Format: date-time */
        at: string;
        recipient: string;
        template: string;
        state: string;
      }[];
      links: {
        purpose: string;
        address: string | null;
        /** Format: date-time */
        expires_at: string;
      }[];
      /** @description Refresh tokens of the former system, while they are accepted: a hash of each is kept. */
      former_tokens: {
        /** Format: date-time */
        expires_at: string;
        exchanged: boolean;
        ended_at: string | null;
      }[];
    };
    /** @description The keys that the feed of ended sessions is verified with. */
    FeedKeys: {
      keys: ({
        kid: string;
        alg: string;
      } & {
        [key: string]: unknown;
      })[];
    };
    /** @description What the change would mean. */
    Foresight: {
      consequences: {
        name: string;
        text: string;
      }[];
    };
    Mail: {
      id: string;
      /** Format: date-time */
      at: string;
      account_id: number | null;
      recipient: string;
      /** @enum {string} */
      template:
        | 'verify address'
        | 'confirm new address'
        | 'account exists'
        | 'reset password'
        | 'password changed'
        | 'address changed'
        | 'new device'
        | 'session reused'
        | 'test';
      /**
       * @description `kept`: there is no mail server. `uncertain`: it was handed over, and the server did not say whether it has taken it; it is not sent again by itself.
       * @enum {string}
       */
      state: 'waiting' | 'sending' | 'kept' | 'sent' | 'failed' | 'uncertain';
      attempts: number;
      next_attempt_at: string | null;
      settled_at: string | null;
      link_expires_at: string | null;
      failure: string | null;
    };
    /** @description The mail, and what it says. */
    MailInDetail: {
      id: string;
      /** Format: date-time */
      at: string;
      account_id: number | null;
      recipient: string;
      /** @enum {string} */
      template:
        | 'verify address'
        | 'confirm new address'
        | 'account exists'
        | 'reset password'
        | 'password changed'
        | 'address changed'
        | 'new device'
        | 'session reused'
        | 'test';
      /**
       * @description `kept`: there is no mail server. `uncertain`: it was handed over, and the server did not say whether it has taken it; it is not sent again by itself.
       * @enum {string}
       */
      state: 'waiting' | 'sending' | 'kept' | 'sent' | 'failed' | 'uncertain';
      attempts: number;
      next_attempt_at: string | null;
      settled_at: string | null;
      link_expires_at: string | null;
      failure: string | null;
      subject: string;
      /** @description As its receiver reads it; the token of a link is masked. */
      text: string;
      /** @description The same, as mail programs show it that know HTML. */
      html: string;
    };
    /** @description The account of the caller. */
    Me: {
      id: number;
      username: string;
      email: string;
    };
    /** @description The numbers, of all nodes. */
    Overview: {
      accounts: {
        total: number;
        active: number;
        staff: number;
      };
      sessions: {
        live: number;
      };
      reuse_detections: {
        last_24_hours: number;
        last_30_days: number;
      };
      settings_version: number;
      nodes: {
        id: string;
        version: string;
        /** Format: date-time */
        started_at: string;
        /** Format: date-time */
        seen_at: string;
        settings_version: number;
        this_one: boolean;
      }[];
      activity: {
        bucket_seconds: number;
        buckets: {
          /** Format: date-time */
          at: string;
          logins: number;
          failed_logins: number;
          refreshes: number;
        }[];
      };
    };
    OwnSession: {
      id: string;
      /** @description The User-Agent of the login. */
      device: string;
      /** @description The address that the login came from. */
      address: string;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      last_used_at: string;
      /** Format: date-time */
      expires_at: string;
      /** @description Whether this is the session that asks. */
      current: boolean;
    };
    /** @description A mail is on its way to the address. */
    PendingRegistration: {
      email: string;
    };
    /** @description What went wrong (RFC 9457). */
    Problem: {
      /**
       * Format: uri
       * @description The address of the page that explains the code.
       */
      type: string;
      title: string;
      status: number;
      /** @description What to do, for people. */
      detail: string;
      /**
       * @description Stable, for programs.
       * @enum {string}
       */
      code:
        | 'invalid_request'
        | 'token_invalid'
        | 'email_taken'
        | 'invalid_credentials'
        | 'access_token_missing'
        | 'access_token_invalid'
        | 'access_token_expired'
        | 'refresh_token_unknown'
        | 'refresh_token_expired'
        | 'refresh_token_reused'
        | 'session_ended'
        | 'metrics_token_invalid'
        | 'email_not_verified'
        | 'forbidden'
        | 'not_found'
        | 'method_not_allowed'
        | 'request_timeout'
        | 'conflict'
        | 'settings_conflict'
        | 'too_many_requests'
        | 'body_too_large'
        | 'unsupported_media_type'
        | 'headers_too_large'
        | 'internal_error'
        | 'overloaded'
        | 'unavailable';
      /** @description What is wrong with each field, under its name. */
      errors?: {
        [key: string]: string[];
      };
      /** @description Why a session is over. */
      reason?: string;
    };
    /** @description The keys that access tokens are verified with. */
    PublicKeys: {
      keys: ({
        kid: string;
        alg: string;
      } & {
        [key: string]: unknown;
      })[];
    };
    /** @description The account that was made. */
    RegisteredAccount: {
      id: number;
      email: string;
    };
    /** @description The link. It is shown this once. */
    ResetLink: {
      url: string;
      /** Format: date-time */
      expires_at: string;
    };
    /** @description The sessions that have ended. */
    RevokedSessions: {
      /** @description The signed feed. */
      feed: string;
    };
    Session: {
      id: string;
      account: {
        id: number;
        email: string;
      };
      /** @description The User-Agent of the login. */
      device: string;
      /** @description The address that the login came from. */
      address: string;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      last_used_at: string;
      /** Format: date-time */
      expires_at: string;
      ended_at: string | null;
      end_reason: string | null;
    };
    Setting: {
      name: string;
      value: boolean | number | string | string[];
      default: boolean | number | string | string[];
      /** @description Whether a value is stored that wins over the default. */
      overridden: boolean;
      /** @enum {string} */
      type: 'integer' | 'boolean' | 'origins' | 'choice' | 'text';
      unit: 'seconds' | null;
      minimum: number | null;
      maximum: number | null;
      choices: string[] | null;
      group: string;
      help: string;
    };
    /** @description null as `from` or `to` stands for the default. */
    SettingChange: {
      id: string;
      version: number;
      name: string;
      /** Format: date-time */
      at: string;
      from: (boolean | number | string | string[]) | null;
      to: (boolean | number | string | string[]) | null;
      actor: {
        id: number;
        email: string | null;
      } | null;
      source: string;
    };
    /** @description Every setting, and the version that they are at. */
    Settings: {
      /** @description Grows with every change. */
      version: number;
      settings: components['schemas']['Setting'][];
    };
    /** @description The key, without its secret. */
    SigningKey: {
      kid: string;
      /** @enum {string} */
      algorithm: 'HS256' | 'ES256' | 'EdDSA' | 'RS256';
      /**
       * @description `added`: its tokens would be accepted, and it signs once it is activated. `waiting`: it will sign, from `signs_from` on. `signing`: it signs. `superseded`: another one signs, and its tokens are accepted until the last of them is over.
       * @enum {string}
       */
      state: 'added' | 'waiting' | 'signing' | 'superseded';
      /** Format: date-time */
      created_at: string;
      signs_from: string | null;
      verifies_until: string | null;
      /** @description It is the `JWT_SIGNING_KEY` of the servers, and can be changed there alone. */
      from_environment: boolean;
    };
    /** @description Every key, the one that was made last first. */
    SigningKeys: {
      keys: components['schemas']['SigningKey'][];
    };
    /** @description An access token, and the refresh token that gets the next one. */
    TokenPair: {
      /** @description A JWT (RFC 9068), for the header `Authorization: Bearer …`. */
      access_token: string;
      /**
       * Format: uuid
       * @description Valid once. Left out where it is in the cookie.
       */
      refresh_token?: string;
      /** @enum {string} */
      token_type: 'Bearer';
      /** @description Seconds until the access token expires. */
      expires_in: number;
      /** @description Seconds until the refresh token expires. */
      refresh_expires_in: number;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export interface operations {
  checkLive: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It lives. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'ok';
          };
        };
      };
    };
  };
  checkReady: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It can. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'ok';
            /** @description The id of this node. */
            node: string;
            /** @description The version of the settings that it runs. */
            settings_version: number;
          };
        };
      };
    };
  };
  listEndpoints: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What there is. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            endpoints: {
              path: string;
              methods: string[];
            }[];
          };
        };
      };
    };
  };
  listPublicKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The keys that access tokens are verified with. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublicKeys'];
        };
      };
    };
  };
  readRevokedSessions: {
    parameters: {
      query?: {
        /** @description How many seconds to wait for something new, up to 25. */
        wait?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sessions that have ended. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RevokedSessions'];
        };
      };
      /** @description Nothing has changed. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  listFeedKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The keys that the feed of ended sessions is verified with. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FeedKeys'];
        };
      };
    };
  };
  register: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Compared without case. One address has one account. */
          email: string;
          /** @description At most 1,024 bytes. */
          password: string;
          /** @description Any text in any script. It need not be unique. */
          username?: string;
        };
      };
    };
    responses: {
      /** @description The account that was made. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RegisteredAccount'];
        };
      };
      /** @description A mail is on its way to the address. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PendingRegistration'];
        };
      };
    };
  };
  showMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account of the caller. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
    };
  };
  changeMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description May be sent back as it was received; it is ignored. */
          id?: unknown;
          /** @description Any text in any script. It need not be unique. */
          username?: string;
          /** @description Compared without case. One address has one account. */
          email?: string;
          /** @description At most 1,024 bytes. */
          current_password?: string;
        };
      };
    };
    responses: {
      /** @description The account of the caller. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
    };
  };
  deleteMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description At most 1,024 bytes. */
          current_password: string;
        };
      };
    };
    responses: {
      /** @description Done. There is nothing to tell. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  patchMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description May be sent back as it was received; it is ignored. */
          id?: unknown;
          /** @description Any text in any script. It need not be unique. */
          username?: string;
          /** @description Compared without case. One address has one account. */
          email?: string;
          /** @description At most 1,024 bytes. */
          current_password?: string;
        };
      };
    };
    responses: {
      /** @description The account of the caller. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
    };
  };
  verifyEmail: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          token: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description «E-mail address confirmed.» */
            success: string;
          };
        };
      };
    };
  };
  resendVerification: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Compared without case. One address has one account. */
          email: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description «If there is such an account, a mail is on its way.» */
            success: string;
          };
        };
      };
    };
  };
  login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Compared without case. One address has one account. */
          email: string;
          /** @description At most 1,024 bytes. */
          password: string;
          /** @enum {unknown} */
          refresh_token_in?: 'body' | 'cookie';
        };
      };
    };
    responses: {
      /** @description An access token, and the refresh token that gets the next one. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenPair'];
        };
      };
    };
  };
  refresh: {
    parameters: {
      query?: never;
      header?: {
        /** @description 16 to 64 visible ASCII characters, random for each refresh and the same for its retries. */
        'idempotency-key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description A UUID. Left out, it is taken from the refresh cookie. While the signed tokens of a former system are accepted (`latchkey import`), one of those, of at most 4,096 characters. */
          refresh_token?: string;
        };
      };
    };
    responses: {
      /** @description An access token, and the refresh token that gets the next one. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenPair'];
        };
      };
    };
  };
  logout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description A UUID. Left out, it is taken from the refresh cookie. While the signed tokens of a former system are accepted (`latchkey import`), one of those, of at most 4,096 characters. */
          refresh_token?: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description «User logged out.» */
            success: string;
          };
        };
      };
    };
  };
  listOwnSessions: {
    parameters: {
      query?: {
        /** @description The `next` of the page before. */
        cursor?: string;
        /** @description How many items, from 1 to 200; 50 unless told. */
        limit?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The live sessions, newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['OwnSession'][];
            next: string | null;
          };
        };
      };
    };
  };
  endOtherSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. There is nothing to tell. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  endOwnSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. There is nothing to tell. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description At most 1,024 bytes. */
          current_password: string;
          /** @description At most 1,024 bytes. */
          new_password: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description «Password changed.» */
            success: string;
          };
        };
      };
    };
  };
  exportMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account, its sessions, what happened to it, its mails, the links that are out and the tokens of the former system. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Export'];
        };
      };
    };
  };
  requestPasswordReset: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Compared without case. One address has one account. */
          email: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description «If there is such an account, a mail is on its way.» */
            success: string;
          };
        };
      };
    };
  };
  confirmPasswordReset: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          token: string;
          /** @description At most 1,024 bytes. */
          new_password: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description «Password changed.» */
            success: string;
          };
        };
      };
    };
  };
  showSetup: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Whether the link of the terminal is waiting. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description Whether there has never been an admin. */
            needed: boolean;
          };
        };
      };
    };
  };
  setUp: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          token: string;
          /** @description Compared without case. One address has one account. */
          email: string;
          /** @description At most 1,024 bytes. */
          password: string;
        };
      };
    };
    responses: {
      /** @description The first admin. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            id: number;
            email: string;
          };
        };
      };
    };
  };
  showOverview: {
    parameters: {
      query?: {
        /** @description How far the activity goes back, from 1 to 2160; 24 unless told. */
        hours?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The numbers, of all nodes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Overview'];
        };
      };
    };
  };
  listSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every setting, and the version that they are at. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Settings'];
        };
      };
    };
  };
  changeSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description The version that the change was made from. */
          version: number;
          /** @description New values under the names of their settings. A duration is a number of seconds, or a text like `15m` or `30d`; null returns a setting to its default. */
          values: {
            [key: string]: unknown;
          };
        };
      };
    };
    responses: {
      /** @description Every setting, and the version that they are at. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Settings'];
        };
      };
    };
  };
  previewSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description New values under the names of their settings. A duration is a number of seconds, or a text like `15m` or `30d`; null returns a setting to its default. */
          values: {
            [key: string]: unknown;
          };
        };
      };
    };
    responses: {
      /** @description What the change would mean. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Foresight'];
        };
      };
    };
  };
  listSettingChanges: {
    parameters: {
      query?: {
        /** @description The `next` of the page before. */
        cursor?: string;
        /** @description How many items, from 1 to 200; 50 unless told. */
        limit?: string;
        /** @description Of this setting alone. */
        name?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The changes, newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['SettingChange'][];
            next: string | null;
          };
        };
      };
    };
  };
  listAccounts: {
    parameters: {
      query?: {
        /** @description The `next` of the page before. */
        cursor?: string;
        /** @description How many items, from 1 to 200; 50 unless told. */
        limit?: string;
        /** @description A part of the address or name, or the id. */
        q?: string;
        /** @description `true` or `false`. */
        is_active?: string;
        /** @description `true` or `false`. */
        is_staff?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The accounts, newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Account'][];
            next: string | null;
          };
        };
      };
    };
  };
  createAccount: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Compared without case. One address has one account. */
          email: string;
          /** @description At most 1,024 bytes. */
          password?: string;
          /** @description Any text in any script. It need not be unique. */
          username?: string;
          is_staff?: boolean;
        };
      };
    };
    responses: {
      /** @description The account. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountInDetail'];
        };
      };
    };
  };
  showAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountInDetail'];
        };
      };
    };
  };
  deleteAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. There is nothing to tell. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  changeAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Compared without case. One address has one account. */
          email?: string;
          /** @description Any text in any script. It need not be unique. */
          username?: string;
          is_active?: boolean;
          is_staff?: boolean;
        };
      };
    };
    responses: {
      /** @description The account. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountInDetail'];
        };
      };
    };
  };
  createResetLink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The link. It is shown this once. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ResetLink'];
        };
      };
    };
  };
  listSessions: {
    parameters: {
      query?: {
        /** @description The `next` of the page before. */
        cursor?: string;
        /** @description How many items, from 1 to 200; 50 unless told. */
        limit?: string;
        /** @description The id of the account. */
        account?: string;
        /** @description `live` unless told; `ended` has the expired ones too. */
        state?: 'live' | 'ended' | 'all';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sessions, newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Session'][];
            next: string | null;
          };
        };
      };
    };
  };
  endSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. There is nothing to tell. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  endSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description The sessions of this account. */
          account?: number;
          /** @description The sessions begun before a time (RFC 3339). */
          begun_before?: string;
          /**
           * @description Every session of every account.
           * @enum {boolean}
           */
          all?: true;
        };
      };
    };
    responses: {
      /** @description They have ended. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description How many. */
            ended: number;
          };
        };
      };
    };
  };
  listSigningKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every key, the one that was made last first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningKeys'];
        };
      };
    };
  };
  addSigningKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key, and its secret this once. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AddedSigningKey'];
        };
      };
    };
  };
  rotateSigningKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Whether to sign as soon as every node has the key. */
          now?: boolean;
        };
      };
    };
    responses: {
      /** @description The key, without its secret. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningKey'];
        };
      };
    };
  };
  activateSigningKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        kid: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key, without its secret. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningKey'];
        };
      };
    };
  };
  retireSigningKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        kid: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Whether tokens that it has signed and that may be valid are refused from now on. Their holders refresh once; nobody is logged out. */
          now?: boolean;
        };
      };
    };
    responses: {
      /** @description Done. There is nothing to tell. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  listMails: {
    parameters: {
      query?: {
        /** @description The `next` of the page before. */
        cursor?: string;
        /** @description How many items, from 1 to 200; 50 unless told. */
        limit?: string;
        state?: 'waiting' | 'sending' | 'kept' | 'sent' | 'failed' | 'uncertain';
        /** @description The id of the account that they are about. */
        account?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The mails, newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Mail'][];
            next: string | null;
          };
        };
      };
    };
  };
  showMail: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The mail, and what it says. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MailInDetail'];
        };
      };
    };
  };
  sendMailAgain: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The mail, and what it says. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MailInDetail'];
        };
      };
    };
  };
  listAuditEvents: {
    parameters: {
      query?: {
        /** @description The `next` of the page before. */
        cursor?: string;
        /** @description How many items, from 1 to 200; 50 unless told. */
        limit?: string;
        event?:
          | 'account.registered'
          | 'account.created'
          | 'account.changed'
          | 'account.disabled'
          | 'account.enabled'
          | 'account.deleted'
          | 'accounts.imported'
          | 'registration.repeated'
          | 'email.verified'
          | 'email.change_requested'
          | 'email.change_undone'
          | 'login.succeeded'
          | 'login.exchanged'
          | 'login.failed'
          | 'limit.reached'
          | 'refresh.reused'
          | 'logout'
          | 'sessions.ended'
          | 'password.changed'
          | 'password.reset'
          | 'password.reset_requested'
          | 'password.reset_link_made'
          | 'admin.link_made'
          | 'mail.sent_again'
          | 'settings.changed'
          | 'signing_key.created'
          | 'signing_key.activated'
          | 'signing_key.withdrawn'
          | 'signing_key.retired'
          | 'backup.taken'
          | 'backup.restored'
          | 'accounts.exported'
          | 'former_tokens.accepted'
          | 'former_tokens.closed'
          | 'secret_keys.retired';
        /** @description The id of the account that it happened to. */
        account?: string;
        /** @description The id of the account that did it. */
        actor?: string;
        address?: string;
        /** @description A time (RFC 3339), inclusive. */
        since?: string;
        /** @description A time (RFC 3339), exclusive. */
        until?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The events, newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['AuditEvent'][];
            next: string | null;
          };
        };
      };
    };
  };
  listAuditEventNames: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every event that there is. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            events: string[];
          };
        };
      };
    };
  };
}
