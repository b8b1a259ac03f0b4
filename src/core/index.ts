export type { ApiCall, Audit } from './api-call.ts';
export { BOX_BYTES, openBox, sealBox } from './box.ts';
export { type Clock, type FakeClock, fakeClock, systemClock } from './clock.ts';
export type { DataKey, DataKeys, EncryptionContext, KeyUser, WrappedKey } from './data-keys.ts';
export { AwsError, messageOf, OperatorError } from './errors.ts';
export { HeldBytes } from './held-bytes.ts';
export { ALPHANUMERIC, BASE32, countingIds, HEX, type Ids, randomIds, UPPER_ALPHANUMERIC } from './ids.ts';
export { isJson } from './is-json.ts';
export { Kept } from './kept.ts';
export { type Logger, silentLogger } from './logger.ts';
export { MemoryPool } from './memory-pool.ts';
export type { OperationModel, ServiceModel, Shape, ShapeRef } from './model.ts';
export { type RowForm, type RowKey, type RowSink, Rows } from './rows.ts';
export { type Arn, arnOf, globalArnOf, parseArn, type Scope } from './scope.ts';
export {
  type Access,
  type AccessRule,
  type BoundOperation,
  bind,
  type Call,
  type Caller,
  type CrossOrigin,
  type CrossOriginRequest,
  type Denial,
  type Handler,
  type Lend,
  type Operation,
  type OperationTable,
  type Service,
  type Unsupported,
  unsupported,
} from './service.ts';
export { PromisedBytes, StreamedBytes } from './streamed-bytes.ts';
export { type Tallied, Tallies } from './tally.ts';
