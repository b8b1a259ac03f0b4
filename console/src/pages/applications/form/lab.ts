import { session } from '../../../aws/index.ts';
import { EMPTY, type Form } from './model.ts';

/** The tutorial's names. */
export const LAB = { application: 'flink-lab-app', input: 'flink-lab-in', output: 'flink-lab-out' } as const;

const property = (key: string, value: string) => ({ group: 'FlinkApplicationProperties', key, value });

/** The form as the tutorial fills it in, but for the code. */
export const labForm = (): Form => ({
  ...EMPTY,
  name: LAB.application,
  properties: [
    property('input.stream', LAB.input),
    property('output.stream', LAB.output),
    property('aws.region', session().region),
  ],
});
