import type { Clock } from '#core';
import type { Signer } from '#gateway';
import { type Change, KINDS, type Kind, mayKnow } from './kinds.ts';

/** Ours: between two tellings. */
const PAUSE_MS = 250;
/** Ours: proxies and browsers give up on what is silent for longer. */
const HEARTBEAT_MS = 15_000;
/** Ours: what a reader may know, and whether its key still holds, is asked again, should either have changed without our seeing it. */
const ASKED_AGAIN_MS = 60_000;
/** Ours: a reader that is further behind is told to look at everything. */
const BEHIND = 500;

const encoder = new TextEncoder();
const line = (text: string): Uint8Array => encoder.encode(text);

/** One open page: what it has not been told yet, each thing once. It takes what is there when it is ready to, and nothing piles up. */
export class Reader {
  readonly signer: Signer;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  readonly #pending = new Map<string, Change>();
  readonly #allowed = new Map<string, boolean>();
  #overrun = false;
  /** Whether the credentials still hold is to be asked. */
  #doubted = false;
  #askedAt: number;
  #wake: (() => void) | undefined;

  constructor(signer: Signer, clock: Clock, gone: AbortSignal) {
    this.signer = signer;
    this.#clock = clock;
    this.#askedAt = clock.millis();
    if (gone.aborted) this.end();
    else gone.addEventListener('abort', () => this.end(), { once: true });
  }

  tell(change: Change): void {
    if (this.#overrun || !this.#may(change.kind, change.name)) return;
    const key = `${change.kind} ${change.name}`;
    if (this.#pending.size >= BEHIND && !this.#pending.has(key)) {
      this.#pending.clear();
      this.#overrun = true;
    } else this.#pending.set(key, change);
    this.#wake?.();
  }

  /** Policies, keys or users have changed. */
  reconsider(): void {
    this.#allowed.clear();
    this.#doubted = true;
    this.#wake?.();
  }

  end(): void {
    this.#ended.abort();
    this.#wake?.();
  }

  /** Server-sent events, until the page is closed, its credentials end or the server does. */
  async *events(): AsyncGenerator<Uint8Array> {
    const { signal } = this.#ended;
    const kinds = KINDS.filter((kind) => this.#may(kind, '*'));
    yield line(`event: ready\ndata: ${JSON.stringify({ kinds })}\n\n`);
    while (!signal.aborted) {
      if (this.#pending.size === 0 && !this.#overrun && !this.#doubted) await this.#change();
      const now = this.#clock.millis();
      if (signal.aborted) return;
      if (now - this.#askedAt >= ASKED_AGAIN_MS) {
        this.#askedAt = now;
        this.reconsider();
      }
      const expired = this.signer.expiresAt !== undefined && this.signer.expiresAt.getTime() <= now;
      if (expired || (this.#doubted && !this.signer.holds())) {
        yield line('event: expired\ndata: {}\n\n');
        return;
      }
      this.#doubted = false;
      yield this.#taken();
      await this.#clock.sleep(PAUSE_MS, signal).catch(() => {});
    }
  }

  #taken(): Uint8Array {
    const told = this.#overrun ? [{ kind: 'everything', name: '', at: this.#clock.millis() }] : [...this.#pending.values()];
    this.#overrun = false;
    this.#pending.clear();
    return line(told.length === 0 ? ':\n\n' : told.map((change) => `data: ${JSON.stringify(change)}\n\n`).join(''));
  }

  /** Something to tell or to ask, the next heartbeat, the end of the credentials, or the end. */
  async #change(): Promise<void> {
    const left = this.signer.expiresAt === undefined ? HEARTBEAT_MS : this.signer.expiresAt.getTime() - this.#clock.millis();
    const waited = new AbortController();
    this.#wake = () => waited.abort();
    await this.#clock.sleep(Math.max(0, Math.min(HEARTBEAT_MS, left)), waited.signal).catch(() => {});
    this.#wake = undefined;
  }

  #may(kind: Kind, name: string): boolean {
    const key = `${kind} ${name}`;
    let allowed = this.#allowed.get(key);
    if (allowed === undefined) {
      allowed = mayKnow(this.signer, kind, name);
      if (this.#allowed.size >= BEHIND) this.#allowed.clear();
      this.#allowed.set(key, allowed);
    }
    return allowed;
  }
}
