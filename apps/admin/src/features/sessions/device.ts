/** Newer names first: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari. */
const browsers = [
  [/Edg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/SamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari/, 'Safari'],
] as const;

const systems = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

const longest = 40;

/** A User-Agent in a few words, such as «Firefox 140 on Windows»; what is no browser keeps its own first words. */
export function deviceInWords(userAgent: string): string {
  const text = userAgent.trim();
  if (text === '') return 'unknown device';
  const browser = browsers.flatMap(([pattern, name]) => {
    const match = pattern.exec(text);
    return match ? [`${name} ${match[1]}`] : [];
  })[0];
  const system = systems.find(([pattern]) => pattern.test(text))?.[1];
  if (browser !== undefined) return system === undefined ? browser : `${browser} on ${system}`;
  const product = text.split(/[\s(]/, 1)[0] ?? text;
  return product.length > longest ? `${product.slice(0, longest)}…` : product.replace('/', ' ');
}
