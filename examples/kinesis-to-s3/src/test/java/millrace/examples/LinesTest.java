package millrace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void aFolderForEachHourInUtc() {
        assertEquals("dt=2026-01-02/hour=03", folderAt("2026-01-02T03:59:59.999Z"));
        assertEquals("dt=2026-01-02/hour=04", folderAt("2026-01-02T04:00:00Z"));
        assertEquals("dt=2026-12-31/hour=23", folderAt("2026-12-31T23:00:00Z"));
    }

    private static String folderAt(String time) {
        long now = Instant.parse(time).toEpochMilli();
        return Lines.hours().getBucketId("{}", new BucketAssigner.Context() {
            @Override
            public long currentProcessingTime() {
                return now;
            }

            @Override
            public long currentWatermark() {
                return Long.MIN_VALUE;
            }

            @Override
            public Long timestamp() {
                return null;
            }
        });
    }
}
