import type { Clock } from '#core';
import { getJson } from '#gateway';
import type { IssuerKey, IssuerKeys } from '#services/sts';

/** Ours: how long an identity provider may take, and how long its keys are remembered. */
const PATIENCE_MS = 5000;
const REMEMBERED_MS = 300_000;
/**
 * Nobody signs these requests, and whoever makes keys up must not make us ask all the time: an issuer is asked again so long after
 * its last answer, even if that was none.
 */
const AGAIN_MS = 10_000;
/** Ours: of how many issuers something is remembered, and how many are asked at the same time. */
const MOST_REMEMBERED = 1000;
const MOST_AT_ONCE = 16;

interface Answer {
  readonly at: number;
  /** The last that were told, and when. */
  readonly keys: readonly IssuerKey[];
  readonly keysAt: number;
  /** Why there are none of this answer. */
  readonly failure?: unknown;
}

const NONE = { keys: [], keysAt: Number.NEGATIVE_INFINITY } as const;

export type ReadJson = (url: string, timeoutMs: number) => Promise<unknown>;

/** Rejects while an issuer, or too many others, keep us waiting. */
export function issuerKeys(clock: Clock, read: ReadJson = getJson): IssuerKeys {
  // oldest answer first
  const answers = new Map<string, Answer>();
  const asked = new Map<string, Promise<Answer>>();

  const remember = (issuer: string, answer: Answer): Answer => {
    answers.delete(issuer);
    for (const oldest of answers.keys()) {
      if (answers.size < MOST_REMEMBERED) break;
      answers.delete(oldest);
    }
    answers.set(issuer, answer);
    return answer;
  };

  /** Those who ask at the same time share one question. */
  const ask = (issuer: string): Promise<Answer> => {
    const running = asked.get(issuer);
    if (running) return running;
    if (asked.size >= MOST_AT_ONCE) return Promise.reject(new Error('too many identity providers are being asked'));
    const { keys: before, keysAt } = answers.get(issuer) ?? NONE;
    const question = keysOf(issuer, read)
      .then(
        (keys) => ({ at: clock.millis(), keys, keysAt: clock.millis() }),
        (failure: unknown) => ({ at: clock.millis(), keys: before, keysAt, failure }),
      )
      .then((answer) => {
        asked.delete(issuer);
        return remember(issuer, answer);
      });
    asked.set(issuer, question);
    return question;
  };

  return {
    async of(issuer, kid) {
      const fits = ({ keys }: Pick<Answer, 'keys'>) => keys.filter((key) => kid === undefined || key['kid'] === kid);
      const now = clock.millis();
      const last = answers.get(issuer);
      if (last && now - last.keysAt < REMEMBERED_MS && fits(last).length > 0) return fits(last);
      const answer = last && now - last.at < AGAIN_MS ? last : await ask(issuer);
      if (answer.failure) throw answer.failure;
      return fits(answer);
    },
  };
}

/** — OpenID Connect Discovery 1.0, section 4: the issuer's configuration names the place of its keys. */
async function keysOf(issuer: string, read: ReadJson): Promise<readonly IssuerKey[]> {
  const place = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { jwks_uri: at } = (await read(place, PATIENCE_MS)) as { jwks_uri?: unknown };
  if (typeof at !== 'string') throw new Error(`${issuer} does not say where its keys are`);
  const { keys } = (await read(at, PATIENCE_MS)) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error(`${issuer} has no keys`);
  return keys as IssuerKey[];
}
