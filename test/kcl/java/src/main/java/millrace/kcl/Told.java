package millrace.kcl;

import java.nio.charset.StandardCharsets;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** Tells what a shard gives, and checkpoints after every batch. */
final class Told implements ShardRecordProcessor {
  private String shard;

  @Override
  public void initialize(InitializationInput input) {
    shard = input.shardId();
    say("begun", shard, input.extendedSequenceNumber().sequenceNumber());
  }

  @Override
  public void processRecords(ProcessRecordsInput input) {
    for (KinesisClientRecord record : input.records()) {
      byte[] data = new byte[record.data().remaining()];
      record.data().get(data);
      String text = new String(data, StandardCharsets.UTF_8);
      say("record", shard, record.sequenceNumber(), String.valueOf(record.subSequenceNumber()), record.partitionKey(), text);
    }
    checkpoint(input.checkpointer());
  }

  @Override
  public void leaseLost(LeaseLostInput input) {
    say("lost", shard);
  }

  @Override
  public void shardEnded(ShardEndedInput input) {
    checkpoint(input.checkpointer());
    say("ended", shard);
  }

  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    checkpoint(input.checkpointer());
    say("stopped", shard);
  }

  private void checkpoint(RecordProcessorCheckpointer checkpointer) {
    try {
      checkpointer.checkpoint();
    } catch (Exception failure) {
      say("failed", shard, failure.toString());
    }
  }

  private static synchronized void say(String... words) {
    System.out.println(String.join("\t", words));
    System.out.flush();
  }
}
