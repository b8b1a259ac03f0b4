export { awsQuery, missingAction, queryParametersOf } from './aws-query.ts';
export { CBOR } from './cbor.ts';
export { type Dialect, dialectOf } from './dialect.ts';
export type { AnswerContext, DecodedInput, Protocol, WireAnswer, WireBody, WireRequest } from './protocol.ts';
export { type Target, targetOf } from './rest-routes.ts';
export { restXml } from './rest-xml.ts';
export { awsCbor, awsJson, rpcV2Cbor, unknownOperation } from './rpc.ts';
export type { Violation } from './violations.ts';
