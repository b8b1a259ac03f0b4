import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Fails in as many ways as there are modes; the property {@code mode} chooses one. */
public final class Trouble {
  public static void main(String[] args) throws Exception {
    Properties settings = KinesisAnalyticsRuntime.getApplicationProperties().get("FlinkApplicationProperties");
    String mode = settings.getProperty("mode");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    switch (mode) {
      case "throws":
        throw new IllegalStateException("no stream of that name");
      case "exits":
        System.exit(3);
      case "submits-nothing":
        return;
      case "blocks":
        Thread.sleep(Long.MAX_VALUE);
      case "main-linkage":
        System.setProperty("said", Library.newer());
      case "main-heap":
        fill(new ArrayList<>());
      case "port-taken":
        new ServerSocket(Integer.parseInt(settings.getProperty("port")), 1, InetAddress.getLoopbackAddress()).close();
      case "settings":
        env.getCheckpointConfig().setCheckpointTimeout(1000);
        env.getCheckpointConfig().enableUnalignedCheckpoints();
        env.setBufferTimeout(5);
    }
    long last = mode.equals("finishes") ? 10 : Long.MAX_VALUE - 1;
    env.fromSequence(0, last).map(new Troubled(mode)).name("troubled").filter(each -> false).print();
    env.execute("trouble");
  }

  private static void fill(List<byte[]> heap) {
    while (true) heap.add(new byte[1 << 20]);
  }

  private static void fillMetaspace() throws Exception {
    byte[] code = Trouble.class.getResourceAsStream("/Library.class").readAllBytes();
    List<Class<?>> kept = new ArrayList<>();
    while (true) {
      kept.add(new ClassLoader(null) {
        Class<?> define() {
          return defineClass("Library", code, 0, code.length);
        }
      }.define());
    }
  }

  /** Passes some numbers on, then does what its mode says. */
  static final class Troubled extends RichMapFunction<Long, Long> {
    private final String mode;

    Troubled(String mode) {
      this.mode = mode;
    }

    @Override
    public Long map(Long number) throws Exception {
      if (mode.equals("finishes")) return number;
      Thread.sleep(10);
      if (number != 100) return number;
      switch (mode) {
        case "crash-loop":
          throw new IllegalStateException("record " + number + " cannot be read");
        case "gives-up":
          throw new SuppressRestartsException(new IllegalStateException("this will never work"));
        case "linkage":
          return (long) Library.newer().length();
        case "heap":
          fill(new ArrayList<>());
        case "metaspace":
          fillMetaspace();
        case "direct":
          List<ByteBuffer> buffers = new ArrayList<>();
          while (true) buffers.add(ByteBuffer.allocateDirect(1 << 20));
        default:
          return number;
      }
    }
  }

  private Trouble() {}
}
