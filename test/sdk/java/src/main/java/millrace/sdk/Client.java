package millrace.sdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** The five scenes of scenario.ts through the AWS SDK for Java 2. Prints one JSON object of facts. */
public final class Client {
  /** Reports what it saw. */
  interface Scene {
    Map<String, Object> play(String run) throws Exception;
  }

  public static void main(String[] arguments) {
    String run = System.getenv("RUN");
    Map<String, Scene> scenes = new LinkedHashMap<>();
    scenes.put("kinesis", DataScenes::kinesis);
    scenes.put("s3", DataScenes::s3);
    scenes.put("identity", ControlScenes::identity);
    scenes.put("logs", DataScenes::logs);
    scenes.put("analytics", ControlScenes::analytics);
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
