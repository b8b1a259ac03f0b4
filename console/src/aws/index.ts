export { client } from './clients.ts';
export { AwsFault, faultOf, hasEnded, nextStep } from './fault.ts';
export { own, ownResponse } from './own.ts';
export { inRegion, type Session, session, signedIn, useSession } from './session.ts';
