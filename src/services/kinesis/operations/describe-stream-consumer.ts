import type { DescribeStreamConsumerInput, DescribeStreamConsumerOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { consumerOf, onConsumer } from '../address.ts';
import { consumerShape } from '../consumer.ts';
import type { KinesisDeps } from '../deps.ts';
import { describedConsumerNotFound } from '../errors.ts';

export const describeStreamConsumer: Operation<DescribeStreamConsumerInput, DescribeStreamConsumerOutput, KinesisDeps> = {
  access: onConsumer,
  run: (input, call, deps) => {
    const { stream, consumer } = consumerOf(input, call, deps, describedConsumerNotFound);
    return { ConsumerDescription: { ...consumerShape(stream.arn, consumer, deps.clock.millis()), StreamARN: stream.arn } };
  },
};
