/** aws: when the 8-hour window of a Region begins, in UTC — developer guide, maintenance */
const STARTS: Readonly<Record<string, string>> = {
  'us-east-1': '03:00',
  'us-east-2': '03:00',
  'ca-central-1': '03:00',
  'us-west-1': '06:00',
  'us-west-2': '06:00',
  'eu-central-1': '06:00',
  'eu-west-1': '22:00',
  'ap-northeast-1': '13:00',
  'ap-east-1': '13:00',
  'ap-southeast-1': '14:00',
  'ap-southeast-2': '12:00',
  'ap-south-1': '16:30',
  'sa-east-1': '19:00',
};

/** Of a Region without a known window: that of us-east-1. */
export const windowStart = (region: string): string => STARTS[region] ?? '03:00';

/** aws: the window ends eight hours after its start, modulo a day — developer guide, maintenance */
export function windowOf(start: string): { start: string; end: string } {
  const [hours = '00', minutes = '00'] = start.split(':');
  return { start, end: `${String((Number(hours) + 8) % 24).padStart(2, '0')}:${minutes}` };
}
