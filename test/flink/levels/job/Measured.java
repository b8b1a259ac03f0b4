import java.lang.reflect.Method;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/** Has everything that is measured: records in and out, watermarks, a window that comes late, state, and a counter of its own. */
public final class Measured {
  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSequence(1, Long.MAX_VALUE - 1)
        .map(new Counting())
        .name("counting")
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Long>forMonotonousTimestamps()
                // each hundredth is a minute late
                .withTimestampAssigner((n, before) -> n * 10 - (n % 100 == 0 ? 60_000 : 0)))
        .name("clock")
        .keyBy(n -> n % 10)
        .window(secondsWindow())
        .reduce((ReduceFunction<Long>) Math::max)
        .name("window")
        .print();
    env.execute("measured");
  }

  /** Flink 2 takes a Duration where Flink 1 takes a Time. */
  private static TumblingEventTimeWindows secondsWindow() throws Exception {
    for (Method method : TumblingEventTimeWindows.class.getMethods()) {
      if (!method.getName().equals("of") || method.getParameterCount() != 1) continue;
      Class<?> type = method.getParameterTypes()[0];
      Object second =
          type == java.time.Duration.class
              ? java.time.Duration.ofSeconds(1)
              : type.getMethod("milliseconds", long.class).invoke(null, 1000L);
      return (TumblingEventTimeWindows) method.invoke(null, second);
    }
    throw new IllegalStateException("no windows");
  }

  static final class Counting extends RichMapFunction<Long, Long> {
    private transient Counter counter;

    @Override
    public Long map(Long n) throws Exception {
      if (counter == null) {
        counter = getRuntimeContext().getMetricGroup().addGroup("kinesisanalytics").addGroup("team", "blue").counter("passed");
      }
      counter.inc();
      Thread.sleep(2);
      return n;
    }
  }

  private Measured() {}
}
