/** Where, when and with what something happened, for notices. */
export interface Happening {
  /** In milliseconds since the epoch. */
  readonly at: number;
  /** The network address; null where nobody called from anywhere. */
  readonly from: string | null;
  /** The User-Agent of the login. */
  readonly userAgent?: string;
}

/** Every mail that there is, and where its link leads. A name is for ever: the outbox keeps it. */
export const templates = {
  'verify address': { page: 'verify' },
  'confirm new address': { page: 'verify' },
  'account exists': { page: 'new-password' },
  'reset password': { page: 'new-password' },
  'password changed': { page: undefined },
  'address changed': { page: 'not-me' },
  'new device': { page: undefined },
  'session reused': { page: undefined },
  test: { page: undefined },
} as const satisfies Record<string, { page: string | undefined }>;

export type Template = keyof typeof templates;

/** The templates whose link carries a token. */
export type LinkTemplate = {
  [T in Template]: (typeof templates)[T]['page'] extends string ? T : never;
}[Template];

export function isTemplate(name: string): name is Template {
  return Object.hasOwn(templates, name);
}

type LinkPage = Exclude<(typeof templates)[Template]['page'], undefined>;

/** What a link in a mail looks like where it is shown to somebody else than its receiver. */
const mask = '••••••••';

/**
 * The address that a mail's link leads to, always under PUBLIC_URL: nothing that a request claims gets into it.
 *
 * @param token left out, the link is shown masked.
 */
export function linkOf(template: Template, publicUrl: string, token: string | undefined): string | undefined {
  const { page } = templates[template];
  return page === undefined ? undefined : linkTo(page, publicUrl, token ?? mask);
}

/** The address of a page for the holder of a token. */
export function linkTo(page: LinkPage, publicUrl: string, token: string): string {
  return `${publicUrl}/account/${page}?token=${token}`;
}
