import fc from 'fast-check';

/** What can happen. Numbers that choose among clients, tokens or nodes are taken modulo how many there are. */
export type Command =
  | { readonly do: 'log in'; readonly hasKeys: boolean }
  | {
      readonly do: 'refresh';
      readonly client: number;
      readonly node: number;
      readonly fate: 'answered' | 'request lost' | 'answer lost' | 'answer late';
    }
  /** Many refreshes within the grace. */
  | { readonly do: 'hurry'; readonly client: number; readonly times: number }
  /** Tabs of a client refresh at the same time, on both nodes. */
  | { readonly do: 'race'; readonly client: number; readonly tabs: number }
  | { readonly do: 'receive late answers'; readonly client: number }
  /** A stranger copies a token, the current one or one that was current before. */
  | { readonly do: 'steal'; readonly client: number; readonly back: number }
  | { readonly do: 'use stolen'; readonly which: number; readonly node: number; readonly hasKey: boolean }
  | { readonly do: 'forge'; readonly client: number; readonly node: number; readonly digit: number }
  | { readonly do: 'log out'; readonly client: number; readonly node: number; readonly back: number }
  | { readonly do: 'change password'; readonly client: number; readonly node: number }
  | { readonly do: 'step clock'; readonly seconds: number }
  /** The database loses the last rotations of a session. */
  | { readonly do: 'lose writes'; readonly client: number; readonly back: number }
  /** With all secret keys there are, or with a new one besides. */
  | { readonly do: 'restart'; readonly node: number; readonly newKey: boolean }
  | { readonly do: 'start with a wrong key' };

const hour = 3_600;
const day = 24 * hour;

/** Some stay within the grace of 10 seconds, some do not. */
const seconds = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(1, 4, 11) },
  { weight: 6, arbitrary: fc.constantFrom(60, hour, -hour) },
  // Two of them are longer than a refresh token lives.
  { weight: 2, arbitrary: fc.constant(25 * day) },
);

const client = fc.nat(3);
const node = fc.nat(1);
const back = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.nat(3) },
  { weight: 1, arbitrary: fc.nat(30) },
);
const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constant('answered' as const) },
  { weight: 3, arbitrary: fc.constantFrom('answer lost' as const, 'answer late' as const) },
  { weight: 1, arbitrary: fc.constant('request lost' as const) },
);
const of = <Name extends Command['do'], Fields>(
  weight: number,
  name: Name,
  fields: { [Field in keyof Fields]: fc.Arbitrary<Fields[Field]> },
) => ({ weight, arbitrary: fc.record(fields).map((values) => ({ do: name, ...values })) });

/** Few choices each, so that commands meet. */
const command: fc.Arbitrary<Command> = fc.oneof(
  of(60, 'refresh', { client, node, fate }),
  of(24, 'step clock', { seconds }),
  of(20, 'use stolen', { which: fc.nat(5), node, hasKey: fc.boolean() }),
  of(8, 'steal', { client, back }),
  of(10, 'lose writes', { client, back }),
  of(6, 'receive late answers', { client }),
  of(6, 'log in', { hasKeys: fc.boolean() }),
  of(1, 'hurry', { client, times: fc.integer({ min: 10, max: 30 }) }),
  of(6, 'race', { client, tabs: fc.integer({ min: 2, max: 8 }) }),
  of(2, 'log out', { client, node, back }),
  of(2, 'change password', { client, node }),
  of(2, 'forge', { client, node, digit: fc.nat(35) }),
  of(2, 'restart', { node, newKey: fc.boolean() }),
  of(1, 'start with a wrong key', {}),
);

export const commands = fc.array(command, { minLength: 1, maxLength: 60, size: 'max' });
