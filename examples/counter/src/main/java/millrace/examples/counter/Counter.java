package millrace.examples.counter;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts numbers per key, for ever, in keyed state: what must survive a crash, a snapshot and an upgrade.
 * Numbers come in order, so at number n the count of its key is n / keys + 1, unless something was lost or counted twice.
 * Property group {@code Counter}: {@code keys} (10), {@code perSecond} (100), {@code logEvery} (100).
 */
public final class Counter {
  private static final Logger LOG = LoggerFactory.getLogger(Counter.class);

  public static void main(String[] args) throws Exception {
    Map<String, Properties> groups = KinesisAnalyticsRuntime.getApplicationProperties();
    Properties properties = groups.getOrDefault("Counter", new Properties());
    long keys = Long.parseLong(properties.getProperty("keys", "10"));
    long perSecond = Long.parseLong(properties.getProperty("perSecond", "100"));
    long logEvery = Long.parseLong(properties.getProperty("logEvery", "100"));

    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSource(new NumberSequenceSource(0, Long.MAX_VALUE - 1), WatermarkStrategy.noWatermarks(), "numbers")
        .map(number -> slowly(number, perSecond))
        .returns(Long.class)
        .uid("throttle")
        .keyBy(number -> number % keys)
        .process(new Count(logEvery))
        .uid("count")
        .name("count");
    env.execute("counter");
  }

  private static Long slowly(Long number, long perSecond) throws InterruptedException {
    Thread.sleep(Math.max(1, 1000 / perSecond));
    return number;
  }

  /** The count of each key; said aloud now and then. */
  static final class Count extends KeyedProcessFunction<Long, Long, Long> {
    private final long logEvery;
    private transient ValueState<Long> count;

    Count(long logEvery) {
      this.logEvery = logEvery;
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      if (count == null) {
        count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
      }
      Long before = count.value();
      long now = before == null ? 1 : before + 1;
      count.update(now);
      if (before == null || now % logEvery == 0) {
        LOG.info("count of key {} is {} at number {}", context.getCurrentKey(), now, number);
      }
      out.collect(now);
    }
  }

  private Counter() {}
}
