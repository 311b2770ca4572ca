import type { Client } from '@latchkey/client';
import { useCallback, useMemo, useState } from 'react';
import { Failure } from '../ui/failure.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { AddGame } from './add-game.tsx';
import { gamesApi } from './api.ts';
import { GameView } from './game-view.tsx';
import { useChosenGame } from './use-chosen-game.ts';

/** The list of games, the chosen one beside it, and for staff the form that adds one. */
export function Games({ client }: { readonly client: Client }) {
  const api = useMemo(() => gamesApi(client), [client]);
  const { data, error, again } = useLoaded(api.list);
  const [chosen, choose] = useChosenGame();
  const [isAdding, setIsAdding] = useState(false);
  const added = useCallback(
    (id: number): void => {
      setIsAdding(false);
      again();
      choose(id);
    },
    [again, choose],
  );

  if (error !== undefined) return <Failure error={error} again={again} />;
  if (!data) return <p role="status">Loading the games …</p>;
  const { games } = data;
  const id = chosen ?? games[0]?.id;
  return (
    <div className="columns">
      <nav aria-label="Games" className="card">
        <h2>Games</h2>
        {games.length === 0 && <p>There are no games yet.</p>}
        <ul>
          {games.map((game) => (
            <li key={game.id}>
              <a href={`#${game.id}`} aria-current={game.id === id ? 'page' : undefined}>
                <span>
                  {game.home} – {game.away}
                </span>
                <span className="final">
                  {game.finalScore.home}:{game.finalScore.away}
                </span>
              </a>
            </li>
          ))}
        </ul>
        {api.isStaff() && (
          <button type="button" aria-expanded={isAdding} onClick={() => setIsAdding(!isAdding)}>
            {isAdding ? 'Close' : 'Add a game'}
          </button>
        )}
      </nav>
      <div>
        {isAdding && <AddGame api={api} added={added} />}
        {id !== undefined && <GameView key={id} api={api} id={id} />}
      </div>
    </div>
  );
}
