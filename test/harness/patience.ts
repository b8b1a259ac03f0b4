import { vi } from 'vitest';

const { waitFor } = vi;

/** Vitest gives what is waited for one second, and has no setting for it: a machine that does other things too needs more at times. */
vi.waitFor = (callback, options = 20_000) => waitFor(callback, options);
