import { ApiProblem } from '@latchkey/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../../api/client.ts';
import { fieldFaults } from '../../api/problems.ts';

interface Foresight {
  readonly consequences: readonly { readonly name: string; readonly text: string }[];
}

export interface Preview {
  /** By the name of the setting: what saving it will mean. */
  readonly consequences: Readonly<Record<string, string>>;
  /** By the name of the setting: why it cannot be saved. */
  readonly faults: Readonly<Record<string, string>>;
}

const restMs = 400;

/** Asks the server what saving these values would mean, once the typing rests. */
export function usePreview(values: Readonly<Record<string, unknown>>): Preview {
  const asked = JSON.stringify(values);
  const rested = useRested(asked);
  const { data, error } = useQuery({
    queryKey: ['settings', 'preview', rested],
    queryFn: ({ signal }) =>
      client.json<Foresight>('/api/admin/settings/preview/', {
        method: 'POST',
        body: { values: JSON.parse(rested) as unknown },
        signal,
      }),
    enabled: rested !== '{}',
    placeholderData: keepPreviousData,
    retry: (_failures, failure) => !(failure instanceof ApiProblem),
  });
  if (asked === '{}' || rested === '{}') return { consequences: {}, faults: {} };
  const texts = (data?.consequences ?? []).map(({ name, text }) => [name, text] as const);
  return { consequences: Object.fromEntries(texts), faults: fieldFaults(error) };
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
