import { html, type Html } from '../../lib/html.ts';

/** A mail that is to be given its form. */
export interface Laid {
  readonly language: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly colour: string;
  readonly subject: string;
  readonly heading: string;
  readonly before: readonly string[];
  readonly button: { readonly text: string; readonly url: string; readonly hint: string } | undefined;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly after: readonly string[];
  readonly footer: string;
}

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Dark only where the client says so: what forces its own colours on a mail finds a light one with room for them. */
const darkStyle = `@media (prefers-color-scheme: dark) {
  .ground { background: #131816 !important; }
  .sheet { background: #1b2220 !important; border-color: #33403b !important; }
  .text, .text a { color: #e8eeeb !important; }
  .quiet, .quiet a { color: #a3b0ab !important; }
}`;

/**
 * A mail as HTML: one table, styles in the elements, nothing to load. Clients that drop the style sheet show it in its
 * light colours.
 */
export function layHtml(laid: Laid): string {
  const { language, name, colour, subject, heading, before, button, facts, after, footer } = laid;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${subject}</title>
        <style>
          ${darkStyle}
        </style>
      </head>
      <body class="ground" style="margin:0;padding:0;background:#f6f7f6">
        <table
          class="ground"
          role="presentation"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          style="background:#f6f7f6"
        >
          <tr>
            <td align="center" style="padding:24px 12px">
              <table
                class="sheet"
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                style="max-width:560px;background:#ffffff;border:1px solid #d3dad7;border-radius:12px;border-collapse:separate"
              >
                <tr>
                  <td style="padding:28px 28px 24px;${font};font-size:16px;line-height:1.5">
                    <p class="quiet" style="margin:0 0 20px;color:#55625d;font-weight:600">${name}</p>
                    <h1 class="text" style="margin:0 0 16px;color:#17201d;font-size:22px;line-height:1.25">
                      ${heading}
                    </h1>
                    ${before.map(paragraph)} ${button && buttonRow(button, colour)}
                    ${facts.length > 0 && factRows(facts)} ${after.map(paragraph)}
                    ${button && linkRow(button)}
                  </td>
                </tr>
              </table>
              <p
                class="quiet"
                style="max-width:560px;margin:16px auto 0;padding:0 16px;color:#55625d;${font};font-size:13px;line-height:1.5"
              >
                ${footer}
              </p>
            </td>
          </tr>
        </table>
      </body>
    </html>`.text;
}

const paragraph = (text: string): Html =>
  html`<p class="text" style="margin:0 0 14px;color:#17201d;overflow-wrap:anywhere">${text}</p>`;

function buttonRow({ text, url }: NonNullable<Laid['button']>, colour: string): Html {
  return html`<p style="margin:22px 0">
    <a
      href="${url}"
      style="display:inline-block;padding:12px 20px;border-radius:8px;background:${colour};color:${inkOn(colour)};font-weight:600;text-decoration:none"
      >${text}</a
    >
  </p>`;
}

function linkRow({ hint, url }: NonNullable<Laid['button']>): Html {
  return html`<p class="quiet" style="margin:20px 0 0;color:#55625d;font-size:13px">
    ${hint}<br /><a href="${url}" style="color:#55625d;overflow-wrap:anywhere;word-break:break-all">${url}</a>
  </p>`;
}

function factRows(facts: Laid['facts']): Html {
  return html`<table
    class="text"
    role="presentation"
    cellpadding="0"
    cellspacing="0"
    style="margin:0 0 14px;color:#17201d"
  >
    ${facts.map(
      ({ label, value }) =>
        html`<tr>
          <td class="quiet" style="padding:2px 16px 2px 0;color:#55625d;vertical-align:top">${label}</td>
          <td style="padding:2px 0;overflow-wrap:anywhere">${value}</td>
        </tr>`,
    )}
  </table>`;
}

/** The same as text, for clients that show no HTML. The link stands on a line of its own. */
export function layText({ heading, before, button, facts, after, footer }: Laid): string {
  const parts = [
    heading,
    ...before,
    ...(button ? [`${button.text}:\n${button.url}`] : []),
    ...(facts.length > 0 ? [facts.map(({ label, value }) => `${label}: ${value}`).join('\n')] : []),
    ...after,
    `-- \n${footer}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Black or white, whichever is read more easily on a colour (WCAG 2.2, relative luminance and contrast ratio). */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000';
}
