/** For scripts/bundle-server.mjs: what is bundled is a newer version, with one more migration, of the kind that may come. */
export default {
  name: 'plant-migration',
  transform(code, id) {
    if (!id.endsWith('/src/db/migrate.ts')) return undefined;
    const planted = code.replace(
      /(const migrations\b[^=]*= \{[^]*?)\n\};/,
      `$1\n  '9999-planted': { up: ${up} },\n};`,
    );
    if (planted === code) throw new Error('migrate.ts lists its migrations in another way now.');
    return planted;
  },
};

async function up(db) {
  await db.schema
    .createTable('planted')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('note', 'text', (c) => c.notNull())
    .execute();
  for (const table of ['accounts', 'sessions', 'nodes', 'audit_events', 'attempts']) {
    await db.schema.alterTable(table).addColumn('planted', 'integer').execute();
    await db.schema
      .alterTable(table)
      .addColumn('planted_text', 'text', (c) => c.notNull().defaultTo('planted'))
      .execute();
  }
  await db.schema.createIndex('sessions_planted').on('sessions').column('planted').execute();
}
