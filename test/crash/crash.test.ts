import { test } from 'vitest';
import { eventsWitness } from './events.ts';
import { identitiesWitness } from './identities.ts';
import { objectsWitness } from './objects.ts';
import { recordsWitness } from './records.ts';
import { killedAgainAndAgain, MANY_ROUNDS, ROUNDS } from './rounds.ts';
import { searchesWitness } from './searches.ts';
import { shardsWitness } from './shards.ts';

test(`what Millrace acknowledged is there after kill -9, ${ROUNDS} times`, MANY_ROUNDS, () =>
  killedAgainAndAgain([
    recordsWitness(),
    ...['changing-a', 'changing-b', 'changing-c'].map(shardsWitness),
    objectsWitness(),
    identitiesWitness(),
    eventsWitness(),
  ]),
);

test(`searches find what was acknowledged, whatever becomes of digests, ${ROUNDS} times`, MANY_ROUNDS, () =>
  killedAgainAndAgain([searchesWitness()]),
);
