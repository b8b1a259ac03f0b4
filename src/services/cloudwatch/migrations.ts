import type { Migration } from '#storage';

export const migrations: readonly Migration[] = [
  {
    name: '001-metrics',
    sql: `CREATE TABLE cloudwatch_metric (
        id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
        dimensions TEXT NOT NULL, last INTEGER NOT NULL, UNIQUE (account, region, namespace, name, dimensions));
      CREATE TABLE cloudwatch_point (
        metric INTEGER NOT NULL, grain INTEGER NOT NULL, at INTEGER NOT NULL, unit TEXT NOT NULL, n REAL NOT NULL,
        sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, dist TEXT, PRIMARY KEY (metric, grain, at, unit)) WITHOUT ROWID`,
  },
  {
    // a third of the bytes: one row says its metric, grain and unit in one number, and nothing but its sum where it is one sample
    name: '002-compact',
    sql: `CREATE TABLE cloudwatch_series (id INTEGER PRIMARY KEY, metric INTEGER NOT NULL, unit TEXT NOT NULL, UNIQUE (metric, unit));
      CREATE TABLE cloudwatch_samples (
        lane INTEGER NOT NULL, at INTEGER NOT NULL, sum REAL NOT NULL, rest BLOB, PRIMARY KEY (lane, at)) WITHOUT ROWID;
      INSERT INTO cloudwatch_series (metric, unit) SELECT DISTINCT metric, unit FROM cloudwatch_point;
      INSERT INTO cloudwatch_samples (lane, at, sum, rest)
        SELECT 4 * s.id + CASE grain WHEN 1 THEN 0 WHEN 60 THEN 1 WHEN 300 THEN 2 ELSE 3 END, at, sum,
          CASE WHEN n = 1 AND min = max THEN NULL
            WHEN dist IS NULL THEN json_array(n, min, max, json_array(min, n))
            WHEN dist = '' THEN json_array(n, min, max, NULL)
            ELSE json_array(n, min, max, json(dist)) END
        FROM cloudwatch_point p JOIN cloudwatch_series s ON s.metric = p.metric AND s.unit = p.unit;
      DROP TABLE cloudwatch_point`,
  },
];
