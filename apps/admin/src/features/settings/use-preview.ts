import { ApiProblem, type Schemas } from '@latchkey/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../../api/client.ts';
import { fieldFaults } from '../../api/problems.ts';

type Values = Readonly<Record<string, unknown>>;

export interface Preview {
  /** By the name of the setting: what saving it will mean. */
  readonly consequences: Readonly<Record<string, string>>;
  /** By the name of the setting: why it cannot be saved. */
  readonly faults: Readonly<Record<string, string>>;
}

const restMs = 400;
const nothing: Preview = { consequences: {}, faults: {} };

/** Asks the server what saving these values would mean, once the typing rests. */
export function usePreview(values: Values): Preview {
  const asked = JSON.stringify(values);
  const rested = useRested(asked);
  const { data } = useQuery({
    queryKey: ['settings', 'preview', rested],
    // It was written from values just now.
    queryFn: ({ signal }) => preview(JSON.parse(rested) as Values, signal),
    enabled: rested !== '{}',
    placeholderData: keepPreviousData,
  });
  return asked === '{}' || rested === '{}' ? nothing : (data ?? nothing);
}

/** What is wrong keeps nobody from seeing what the others would mean: they are asked for again without it. */
async function preview(values: Values, signal: AbortSignal): Promise<Preview> {
  try {
    return { consequences: await foresee(values, signal), faults: {} };
  } catch (error) {
    const faults = fieldFaults(error);
    if (!(error instanceof ApiProblem) || Object.keys(faults).length === 0) throw error;
    const others = Object.entries(values).filter(([name]) => !Object.hasOwn(faults, name));
    const consequences = others.length > 0 ? await foresee(Object.fromEntries(others), signal) : {};
    return { consequences, faults };
  }
}

async function foresee(values: Values, signal: AbortSignal): Promise<Record<string, string>> {
  const path = '/api/admin/settings/preview/';
  const { consequences } = await client.json<Schemas['Foresight']>(path, {
    method: 'POST',
    body: { values },
    signal,
  });
  return Object.fromEntries(consequences.map(({ name, text }) => [name, text]));
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
