import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
} from '@aws-sdk/client-kinesis';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../aws/index.ts';
import { allPages } from '../../components/all-pages.ts';

export const kinesis = (): KinesisClient => client(KinesisClient);

export const allStreams = () =>
  allPages(async (NextToken) => {
    const { StreamSummaries, NextToken: token } = await kinesis().send(new ListStreamsCommand({ Limit: 1000, NextToken }));
    return { items: StreamSummaries, token };
  });

export const useStreams = () => useQuery({ queryKey: ['stream', 'list'], queryFn: allStreams });

export const useSummary = (StreamName: string) =>
  useQuery({
    queryKey: ['stream', StreamName, 'summary'],
    queryFn: async () => (await kinesis().send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary,
  });

export const useShards = (StreamName: string) =>
  useQuery({
    queryKey: ['stream', StreamName, 'shards'],
    queryFn: () =>
      allPages(async (NextToken) => {
        const { Shards, NextToken: token } = await kinesis().send(
          new ListShardsCommand(NextToken === undefined ? { StreamName } : { NextToken }),
        );
        return { items: Shards, token };
      }),
  });

export const useConsumers = (StreamARN: string | undefined) =>
  useQuery({
    queryKey: ['stream', StreamARN, 'consumers'],
    enabled: StreamARN !== undefined,
    queryFn: () =>
      allPages(async (NextToken) => {
        const { Consumers, NextToken: token } = await kinesis().send(new ListStreamConsumersCommand({ StreamARN, NextToken }));
        return { items: Consumers, token };
      }),
  });

export const useTags = (StreamName: string) =>
  useQuery({
    queryKey: ['stream', StreamName, 'tags'],
    queryFn: async () => (await kinesis().send(new ListTagsForStreamCommand({ StreamName }))).Tags ?? [],
  });
