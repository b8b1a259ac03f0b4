import { errors } from '#api/sns';
import { AwsError, type Denial } from '#core';

/** AWS's sentences. — recorded AWS answers in localstack/localstack tests/aws/services/sns, unless said otherwise */
export const invalid = (what: string): AwsError => new errors.InvalidParameterException(`Invalid parameter: ${what}`);
export const shortArn = (name: string, parts: number) =>
  invalid(`${name} Reason: An ARN must have at least 6 elements, not ${parts}`);
export const badArn = (name: string) => invalid(name);
export const topicNotFound = () => new errors.NotFoundException('Topic does not exist');
export const subscriptionNotFound = () => new errors.NotFoundException('Subscription does not exist');
export const badTopicName = () => invalid('Topic Name');
export const otherTags = () => invalid('Tags Reason: Topic already exists with different tags');
export const otherAttributes = () => invalid('Attributes Reason: Topic already exists with different attributes');
export const subscribedOtherwise = () => invalid('Attributes Reason: Subscription already exists with different attributes');
export const twiceTagged = () => invalid('Duplicated keys are not allowed.');
/** The sentence is ours. aws: at most 50 tags — API reference, TagResource */
export const tooManyTags = () => new errors.TagLimitExceededException('A topic can have at most 50 tags.');
export const noSuchProtocol = (name: string) => invalid(`Amazon SNS does not support this protocol string: ${name}`);
/** The sentences are ours, as is all that says what is not built. */
export const notYet = (what: string) => invalid(`${what} is not supported by Millrace yet.`);
/** — observed in public reports of Subscribe */
export const badEndpoint = (protocol: string) => invalid(`Endpoint must match the specified protocol: ${protocol}`);
export const badEmail = () => invalid('Email address');
export const emptyMessage = () => invalid('Empty message');
export const longMessage = () => invalid('Message too long');
export const badSubject = () => invalid('Subject');
export const noDefault = () => invalid('Message Structure - No default entry in JSON message body');
export const brokenStructure = () => invalid('Message Structure - JSON message body failed to parse');
export const badToken = () => invalid('Token');
/** aws: recorded as below */
export const noDeduplication = () =>
  invalid(
    'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
  );
/** aws: recorded as below */
export const noEndpoint = () => invalid('TargetArn Reason: No endpoint found for the target arn specified');
/** aws: of what cannot be a token — recorded in LocalStack's snapshots, as the sentences about names of attributes are */
export const noToken = () => new errors.InvalidParameterException('Invalid token');
export const badAttributeName = () => invalid('AttributeName');
export const badSubscriptionId = () => invalid('SubscriptionId');
export const notBoolean = (name: string, value: string) => `${name}: Invalid value [${value}]. Must be true or false.`;
export const badScope = (value: string) =>
  `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`;
export const nestedFilter = () => invalid('Filter policy scope MessageAttributes does not support nested filter policy');
/** Where in the text the fault is, AWS says too; we do not. */
export const badFilter = (why: string) => `FilterPolicy: ${why}`;
/** The words after the name are ours. */
export const badPolicy = (why: string) => invalid(`Policy Error: ${why}`);
export const badDocument = (name: string, why: string) => invalid(`${name}: failed to parse JSON. ${why}`);
export const statementExists = () => invalid('Statement already exists');
export const outOfScope = () => invalid('Policy statement action out of service scope!');
export const tooManyEntries = () =>
  new errors.TooManyEntriesInBatchRequestException('The batch request contains more entries than permissible.');
export const sameIds = () =>
  new errors.BatchEntryIdsNotDistinctException('Two or more batch entries in the request have the same Id.');
export const noEntries = () => new errors.EmptyBatchRequestException("The batch request doesn't contain any entries.");
export const batchTooLong = () =>
  new errors.BatchRequestTooLongException('The length of all the messages put together is more than the limit.');
export const badEntryId = (id: string) =>
  new errors.InvalidBatchEntryIdException(
    `The Id of a batch entry in the batch request contains an impermissible character: ${id}`,
  );
export const longEntryId = (id: string) =>
  new errors.InvalidBatchEntryIdException(`The Id of a batch entry in the batch request is too long: ${id}`);
const badValue = (sentence: string) => new errors.InvalidParameterValueException(sentence);
export const emptyAttribute = (name: string, type: string) =>
  badValue(
    `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
  );
export const wrongField = (name: string, type: string, field: string) =>
  badValue(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
export const badAttributeType = (name: string) =>
  badValue(
    `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
  );
/** The sentence is ours. */
export const noName = () => badValue('A message attribute must have a name.');
export const longName = () => badValue('Length of message attribute name must be less than 256 bytes.');
export const oddCharacter = (character: string) =>
  badValue(
    `Invalid non-alphanumeric character '#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
  );
export const dotAt = (end: 'starting' | 'ending') =>
  badValue(`Invalid message attribute name ${end} with character '.' was found.`);
export const twoDots = () => badValue("Message attribute name can not have successive '.' character.");

/** A refusal of KMS as SNS passes it on. The codes are the model's; the form of the sentence — observed in aws/aws-cdk#24337 and public reports */
export function keyRefusal(thrown: unknown, requestId: string): unknown {
  if (!(thrown instanceof AwsError)) return thrown;
  const { code, status, message } = thrown;
  const sentence = `${message || 'null'} (Service: AWSKMS; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`;
  switch (code) {
    case 'AccessDeniedException':
      return new errors.KMSAccessDeniedException(sentence);
    case 'DisabledException':
      return new errors.KMSDisabledException(sentence);
    case 'KMSInvalidStateException':
      return new errors.KMSInvalidStateException(sentence);
    case 'NotFoundException':
      return new errors.KMSNotFoundException(sentence);
    default:
      return thrown.fault === 'server' ? thrown : invalid(`KmsMasterKeyId Reason: ${message}`);
  }
}

/** aws: SNS has a code and a spelling of its own for refusals — observed in public reports */
export function accessDenied({ caller, action, resource, explicit, policyType }: Denial): AwsError {
  const name = action.replace(/^sns:/i, 'SNS:');
  const because = explicit ? `with an explicit deny in a ${policyType}` : `because no ${policyType} allows the ${name} action`;
  return new errors.AuthorizationErrorException(
    `User: ${caller.arn} is not authorized to perform: ${name} on resource: ${resource} ${because}`,
  );
}
