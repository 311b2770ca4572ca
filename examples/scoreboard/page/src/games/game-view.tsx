import { useCallback, useId, useState } from 'react';
import { Failure } from '../ui/failure.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import type { Game, GamesApi } from './api.ts';
import { Plot } from './plot.tsx';
import { useScore } from './use-score.ts';

interface Props {
  readonly api: GamesApi;
  readonly id: number;
}

export function GameView({ api, id }: Props) {
  const load = useCallback((signal: AbortSignal) => api.find(id, signal), [api, id]);
  const { data: game, error, again } = useLoaded(load);
  if (error !== undefined) return <Failure error={error} again={again} />;
  return game ? <Timeline api={api} game={game} /> : <p role="status">Loading the game …</p>;
}

/** The arrow keys go by one, Page Up and Page Down by a tenth of them. */
const steps = 400;

/** A game at the moment that the slider is at. */
function Timeline({ api, game }: { readonly api: GamesApi; readonly game: Game }) {
  const slider = useId();
  const { home, away, duration } = game;
  const [step, setStep] = useState(steps);
  const moment = step === steps ? duration : Math.floor((duration * step) / steps);
  const { score = game.finalScore, error } = useScore(api, game.id, moment);
  return (
    <section className="card" aria-label={`${home} – ${away}`}>
      <div className="score">
        <span className="home">{home}</span>
        <strong>
          {score.home}
          <span aria-hidden="true">:</span>
          <span className="sr"> to </span>
          {score.away}
        </strong>
        <span className="away">{away}</span>
      </div>
      <Plot game={game} moment={moment} />
      <p className="moment">
        <label htmlFor={slider}>Moment</label> {/* The slider says it, too. */}
        <span aria-hidden="true">
          {moment.toLocaleString()} of {duration.toLocaleString()}
        </span>
      </p>
      <input
        id={slider}
        type="range"
        min={0}
        max={steps}
        value={step}
        aria-valuetext={`Moment ${moment.toLocaleString()}: ${home} ${score.home}, ${away} ${score.away}`}
        onChange={(event) => setStep(event.currentTarget.valueAsNumber)}
      />
      {error !== undefined && <Failure error={error} />}
    </section>
  );
}
