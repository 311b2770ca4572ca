import type { NewGame } from './store.ts';

/** What there is to look at before anybody has added a game. */
export function sampleGames(): readonly NewGame[] {
  return [
    { home: 'Harbour', away: 'Hill', seed: 'derby' },
    { home: 'Lighthouse', away: 'Mill', seed: 'cup' },
    { home: 'Orchard', away: 'Quarry', seed: 'final' },
  ];
}
