import { errors } from '#api/kinesis';
import type { AwsError } from '#core';

/* AWS's sentences of listings; what "kinesalite" and "stackd" stand for is said in errors.ts. */

/** — observed in AWS by kinesalite */
export const listShardsNeedsStream = (): AwsError =>
  new errors.InvalidArgumentException('Either NextToken or StreamName should be provided.');
/** — recorded of ShardFilter in stackd, topology.json, observed by kinesalite of StreamName; of the others: API reference, ListShards */
export const listShardsTakesOne = (other: string): AwsError =>
  new errors.InvalidArgumentException(`NextToken and ${other} cannot be provided together.`);
/** Of a ShardFilter. — recorded in stackd, topology.json; that a Timestamp is needed: API reference, ShardFilter, in a sentence of ours */
const badFilter = (reason: string): AwsError => new errors.InvalidArgumentException(reason);
export const filterBeforeHorizon = (): AwsError =>
  badFilter('ShardFilter Timestamp cannot be older than TRIM_HORIZON of the stream.');
export const filterInFuture = (): AwsError => badFilter('ShardFilter Timestamp must not be greater than current time.');
export const filterNeedsShard = (type: string): AwsError =>
  badFilter(`ShardId must be provided when the ShardFilter Type is ${type}.`);
export const filterNeedsTime = (type: string): AwsError => badFilter(`Timestamp must be given in a ShardFilter of type ${type}.`);
/** — recorded of ListStreams in stackd, controls.json */
export const badToken = (): AwsError => new errors.InvalidArgumentException('Invalid NextToken.');
/** — recorded in stackd, controls.json */
export const listStreamsTakesOne = (): AwsError =>
  new errors.InvalidArgumentException('ExclusiveStartStreamName and NextToken cannot be provided together.');
/** — the 300 seconds: API reference, ListShards; the sentence is ours */
export const tokenExpired = (): AwsError => new errors.ExpiredNextTokenException('The NextToken has expired.');
