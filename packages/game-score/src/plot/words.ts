import type { PlotData } from './plot-data.ts';
import { label } from './scale.ts';
import { escapeXml } from './xml.ts';

/** More changes than this are counted, not told one by one. */
const MOST_TOLD = 30;

/** The name of the plot for people who cannot see it. */
export function titleWords({ title, names, finalScore: { home, away } }: PlotData): string {
  return escapeXml(`${title}: ${names.home} ${label(home)}, ${names.away} ${label(away)}`);
}

/** What there is to see, in words. */
export function descriptionWords({ names, changes, x }: PlotData): string {
  const range = `The scores of ${names.home} and ${names.away} as step lines, from offset ${label(x.from)} to ${label(x.to)}.`;
  if (changes.length === 0) return escapeXml(`${range} The score stays 0:0.`);
  if (changes.length > MOST_TOLD)
    return escapeXml(`${range} The score changes ${label(changes.length)} times.`);
  const told = changes.map(
    ({ offset, score }) => `${label(score.home)}:${label(score.away)} at ${label(offset)}`,
  );
  return escapeXml(`${range} The score becomes ${told.join(', ')}.`);
}
