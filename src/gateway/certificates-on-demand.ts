import type { Clock } from '#core';
import type { ServerCertificates } from './listener.ts';
import type { KeyPair } from './ports.ts';

// What makes certificates is a fifth of all there is to load at a start: it is loaded when the first one is to be made.
const maker = () => import('./certificates.ts');

export const newAuthority = async (clock: Clock): Promise<KeyPair> => (await maker()).newAuthority(clock);

export const newSigningPair = async (clock: Clock): Promise<KeyPair> => (await maker()).newSigningPair(clock);

export async function serverCertificatesOf(authority: KeyPair, clock: Clock): Promise<ServerCertificates> {
  const { minting, serverCertificates } = await maker();
  return serverCertificates(await minting(authority, clock));
}
