import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '#api/cloudtrail';
import type { TrailEvent } from '../event.ts';

/** What a trail wants. aws: without a word of it, all management events — API reference, PutEventSelectors */
export interface Selectors {
  readonly basic?: readonly EventSelector[];
  readonly advanced?: readonly AdvancedEventSelector[];
}

export const DEFAULT: readonly EventSelector[] = [
  { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
];

/** Whether a trail with these selectors may want data events of such resources. */
export function mayWantData({ basic, advanced }: Selectors, type: string): boolean {
  if (advanced) {
    return advanced.some(({ FieldSelectors: fields }) => {
      const category = fields.find(({ Field }) => Field === 'eventCategory');
      const types = fields.find(({ Field }) => Field === 'resources.type');
      return matches(category, ['Data']) && matches(types, [type]);
    });
  }
  return (basic ?? DEFAULT).some(({ DataResources: resources }) => resources?.some(({ Type }) => Type === type));
}

/** Whether a trail with these selectors may want management events. */
export const mayWantManagement = ({ basic, advanced }: Selectors): boolean =>
  advanced
    ? advanced.some(({ FieldSelectors: fields }) =>
        matches(
          fields.find(({ Field }) => Field === 'eventCategory'),
          ['Management'],
        ),
      )
    : (basic ?? DEFAULT).some(({ IncludeManagementEvents: management = true }) => management);

export function wants({ basic, advanced }: Selectors, event: TrailEvent): boolean {
  if (advanced) return advanced.some(({ FieldSelectors: fields }) => fields.every((field) => fits(field, event)));
  return (basic ?? DEFAULT).some((selector) => chosen(selector, event));
}

function chosen(selector: EventSelector, { readOnly, source, dataOf, resources }: TrailEvent): boolean {
  const { ReadWriteType: kind = 'All', IncludeManagementEvents: management = true } = selector;
  if (kind !== 'All' && readOnly !== (kind === 'ReadOnly')) return false;
  if (dataOf === undefined) return management && !selector.ExcludeManagementEventSources?.includes(source);
  const arns = resources.flatMap(({ ARN }) => ARN ?? []);
  return (selector.DataResources ?? []).some(
    ({ Type, Values = [] }) => Type === dataOf && Values.some((prefix) => arns.some((arn) => arn.startsWith(prefix))),
  );
}

// aws: the fields — API reference, AdvancedFieldSelector
function fits(field: AdvancedFieldSelector, event: TrailEvent): boolean {
  const { dataOf, readOnly, name, source, resources, userArn } = event;
  switch (field.Field) {
    case 'eventCategory':
      return matches(field, [dataOf === undefined ? 'Management' : 'Data']);
    case 'readOnly':
      return matches(field, [String(readOnly)]);
    case 'eventName':
      return matches(field, [name]);
    case 'eventSource':
      return matches(field, [source]);
    case 'resources.type':
      return matches(field, dataOf === undefined ? [] : [dataOf]);
    case 'resources.ARN':
      return matches(
        field,
        resources.flatMap(({ ARN }) => ARN ?? []),
      );
    case 'userIdentity.arn':
      return matches(field, [userArn]);
    default:
      return false;
  }
}

export const FIELDS = [
  'eventCategory',
  'readOnly',
  'eventName',
  'eventSource',
  'resources.type',
  'resources.ARN',
  'userIdentity.arn',
];

/** All operators of a field hold; of each, one of its values, and none of those it denies. */
function matches(field: AdvancedFieldSelector | undefined, values: readonly string[]): boolean {
  if (!field) return true;
  const any = (wanted: readonly string[] | undefined, holds: (value: string, text: string) => boolean) =>
    wanted === undefined || wanted.some((text) => values.some((value) => holds(value, text)));
  const none = (denied: readonly string[] | undefined, holds: (value: string, text: string) => boolean) =>
    denied === undefined || !denied.some((text) => values.some((value) => holds(value, text)));
  const equal = (value: string, text: string) => value === text;
  const starts = (value: string, text: string) => value.startsWith(text);
  const ends = (value: string, text: string) => value.endsWith(text);
  return (
    any(field.Equals, equal) &&
    any(field.StartsWith, starts) &&
    any(field.EndsWith, ends) &&
    none(field.NotEquals, equal) &&
    none(field.NotStartsWith, starts) &&
    none(field.NotEndsWith, ends)
  );
}
