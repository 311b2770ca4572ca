/** A V8 CPU profile, as far as it is read here: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/ */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Microseconds of the monotonic clock, the one of process.hrtime. */
  readonly startTime: number;
  /** The node that was running at each sample. */
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
}

export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** From 0, in the file that was run. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Microseconds that each function itself ran for, between two moments of the monotonic clock. */
export function selfTimes(profile: CpuProfile, from: number, to: number): Map<CallFrame, number> {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<CallFrame, number>();
  let at = profile.startTime;
  profile.samples.forEach((id, i) => {
    const delta = profile.timeDeltas[i] ?? 0;
    at += delta;
    const frame = frames.get(id);
    if (frame && at >= from && at <= to) times.set(frame, (times.get(frame) ?? 0) + delta);
  });
  return times;
}
