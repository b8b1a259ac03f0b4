import { errors } from '#api/cloudtrail';

// LookupEvents. The codes are the API reference's, the sentences are ours unless said otherwise.
export const oneAttribute = () => new errors.InvalidLookupAttributesException('Only one lookup attribute can be given.');
export const badReadOnly = (value: string) =>
  new errors.InvalidLookupAttributesException(`The value of ReadOnly is true or false, not ${value}.`);
export const badTimeRange = () => new errors.InvalidTimeRangeException('The start time must be before the end time.');
export const badMaxResults = () => new errors.InvalidMaxResultsException('MaxResults must be between 1 and 50.');
export const badToken = () => new errors.InvalidNextTokenException('The next token is not of this lookup.');
export const noInsights = () => new errors.InvalidEventCategoryException('Insights events are not recorded by Millrace.');
