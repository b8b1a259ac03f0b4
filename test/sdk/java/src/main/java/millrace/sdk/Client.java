package millrace.sdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** The scenes of scenario.ts through one of the AWS SDKs for Java: `2`, `netty` or `1`. Prints one JSON object of facts. */
public final class Client {
  /** Reports what it saw. */
  interface Scene {
    Map<String, Object> play(String run) throws Exception;
  }

  public static void main(String[] arguments) {
    String run = System.getenv("RUN");
    Map<String, Scene> scenes = new LinkedHashMap<>();
    switch (arguments[0]) {
      case "2":
        scenes.put("kinesis", DataScenes::kinesis);
        scenes.put("s3", DataScenes::s3);
        scenes.put("identity", ControlScenes::identity);
        scenes.put("logs", DataScenes::logs);
        scenes.put("analytics", ControlScenes::analytics);
        break;
      case "netty":
        scenes.put("kinesis", NettyScenes::kinesis);
        scenes.put("s3", NettyScenes::s3);
        break;
      case "1":
        scenes.put("kinesis", FirstDataScenes::kinesis);
        scenes.put("s3", FirstDataScenes::s3);
        scenes.put("identity", FirstControlScenes::identity);
        scenes.put("logs", FirstDataScenes::logs);
        scenes.put("analytics", FirstControlScenes::analytics);
        break;
      default:
        throw new IllegalArgumentException(arguments[0]);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    scenes.forEach((name, scene) -> report.put(name, facts(scene, run)));
    System.out.println(Json.of(report));
  }

  private static Object facts(Scene scene, String run) {
    try {
      return scene.play(run);
    } catch (Exception failure) {
      return Map.of("failure", failure.toString());
    }
  }

  private Client() {}
}
