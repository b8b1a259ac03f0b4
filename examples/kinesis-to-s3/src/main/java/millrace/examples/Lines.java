package millrace.examples;

import java.time.ZoneOffset;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.DateTimeBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/** Files of lines under {@code dt=2026-01-02/hour=03}, by the time of processing in UTC, as Athena and Glue read partitions. */
final class Lines {
    private Lines() {}

    static FileSink<String> to(String path) {
        return FileSink.forRowFormat(new Path(path), new SimpleStringEncoder<String>("UTF-8"))
                .withBucketAssigner(hours())
                // A file is visible from the checkpoint that holds its records on: each record comes out once.
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(OutputFileConfig.builder().withPartSuffix(".jsonl").build())
                .build();
    }

    static BucketAssigner<String, String> hours() {
        return new DateTimeBucketAssigner<>("'dt='yyyy-MM-dd/'hour='HH", ZoneOffset.UTC);
    }
}
