import type { Compilable, CompiledQuery } from 'kysely';
import type { Db } from './database.ts';
import { isPostgres } from './locking.ts';

/** Stands in a query for a value that each use has another one of. */
class Parameter {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * A query that is built and compiled at its first use on each kind of database: for what every login does, where that
 * would take longer than running it.
 *
 * @param build gets what stands for each value, and may put it wherever a value can be; the query must not depend on it.
 */
export function prepared<Values extends object, Row>(
  build: (db: Db, values: Values) => Compilable<Row>,
): (db: Db, values: Values) => Promise<Row[]> {
  const compiled = new Map<boolean, CompiledQuery<Row>>();
  // Every name is one of Values: nobody but `build` asks.
  const placeholders = new Proxy({}, { get: (_, name) => new Parameter(name) }) as Values;
  return async (db, values) => {
    const kind = isPostgres(db);
    const query = compiled.get(kind) ?? build(db, placeholders).compile();
    compiled.set(kind, query);
    const parameters = query.parameters.map((parameter) =>
      // The name was read from Values.
      parameter instanceof Parameter ? values[parameter.name as keyof Values] : parameter,
    );
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
