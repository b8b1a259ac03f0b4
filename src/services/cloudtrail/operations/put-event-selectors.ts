import type { AdvancedEventSelector, EventSelector } from '#api/cloudtrail';
import type { CloudTrailOperation } from '../deps.ts';
import { badSelectors } from '../errors.ts';
import { findHome, onTrail } from '../trails/find.ts';
import { FIELDS } from '../trails/selectors.ts';

export const putEventSelectors: CloudTrailOperation<'PutEventSelectors'> = {
  access: onTrail('TrailName'),
  run: ({ TrailName, EventSelectors: basic, AdvancedEventSelectors: advanced }, { scope }, { trails }) => {
    if ((basic === undefined) === (advanced === undefined)) {
      throw badSelectors('Either event selectors or advanced event selectors must be given, and not both.');
    }
    if (basic) checkBasic(basic);
    if (advanced) checkAdvanced(advanced);
    const { basic: _, advanced: __, ...row } = findHome(trails, TrailName, scope).row;
    const { arn } = trails.put(scope, { ...row, ...(basic && { basic }), ...(advanced && { advanced }) });
    return { TrailARN: arn, EventSelectors: basic, AdvancedEventSelectors: advanced };
  },
};

// aws: the limits, and the types that the older selectors know — API reference, PutEventSelectors and DataResource
const TYPES = ['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table'];
const SOURCES = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

function checkBasic(selectors: readonly EventSelector[]): void {
  if (selectors.length < 1 || selectors.length > 5) throw badSelectors('A trail has 1 to 5 event selectors.');
  const resources = selectors.flatMap(({ DataResources = [] }) => DataResources);
  if (resources.flatMap(({ Values = [] }) => Values).length > 250) throw badSelectors('A trail has 250 data resources at most.');
  for (const { Type = '' } of resources) {
    if (!TYPES.includes(Type))
      throw badSelectors(`${Type} is not a type of event selectors; advanced event selectors know more.`);
  }
  for (const source of selectors.flatMap(({ ExcludeManagementEventSources: excluded = [] }) => excluded)) {
    if (!SOURCES.includes(source)) throw badSelectors(`The events of ${source} cannot be excluded.`);
  }
}

function checkAdvanced(selectors: readonly AdvancedEventSelector[]): void {
  if (selectors.length < 1) throw badSelectors('A trail has at least one advanced event selector.');
  for (const { FieldSelectors: fields } of selectors) {
    const category = fields.find(({ Field }) => Field === 'eventCategory')?.Equals ?? [];
    if (category.length !== 1 || !['Management', 'Data'].includes(category[0] ?? '')) {
      throw badSelectors('An advanced event selector has an eventCategory that equals Management or Data.');
    }
    const types = fields.find(({ Field }) => Field === 'resources.type')?.Equals ?? [];
    if (category[0] === 'Data' && types.length !== 1) {
      throw badSelectors('An advanced event selector of data events has a resources.type that equals one type.');
    }
    for (const { Field } of fields) if (!FIELDS.includes(Field)) throw badSelectors(`${Field} is not a field of events here.`);
  }
}
