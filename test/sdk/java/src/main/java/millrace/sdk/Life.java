package millrace.sdk;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationDetail;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.SnapshotDetails;
import software.amazon.awssdk.services.s3.S3Client;

/** From create to delete on real Flink, through the SDK for Java 2. Prints one JSON object of facts. */
public final class Life {
  private static final String RUN = System.getenv("RUN");
  private static final String NAME = RUN + "-application";
  private static final KinesisAnalyticsV2Client CLIENT = KinesisAnalyticsV2Client.create();

  public static void main(String[] arguments) {
    Map<String, Object> facts = new LinkedHashMap<>();
    ApplicationDetail created = create();
    facts.put("started", ended(CLIENT.startApplication(r -> r.applicationName(NAME)).operationId()));
    facts.put("running", described().applicationStatusAsString());
    facts.put(
        "updated",
        ended(
            CLIENT
                .updateApplication(
                    r ->
                        r.applicationName(NAME)
                            .currentApplicationVersionId(created.applicationVersionId())
                            .applicationConfigurationUpdate(
                                change ->
                                    change.environmentPropertyUpdates(
                                        update ->
                                            update.propertyGroups(
                                                group -> group.propertyGroupId("g").propertyMap(Map.of("said", "after"))))))
                .operationId()));
    long version = described().applicationVersionId();
    facts.put("version", version);
    CLIENT.createApplicationSnapshot(r -> r.applicationName(NAME).snapshotName("kept"));
    SnapshotDetails kept = until(Life::snapshot);
    facts.put("snapshot", kept.snapshotStatusAsString());
    facts.put("snapshotVersion", kept.applicationVersionId());
    facts.put(
        "rolledBack",
        ended(CLIENT.rollbackApplication(r -> r.applicationName(NAME).currentApplicationVersionId(version)).operationId()));
    ApplicationDetail now = described();
    facts.put(
        "rolledBackVersions",
        List.of(now.applicationVersionId(), now.applicationVersionRolledBackFrom(), now.applicationVersionRolledBackTo()));
    facts.put(
        "property",
        now.applicationConfigurationDescription()
            .environmentPropertyDescriptions()
            .propertyGroupDescriptions()
            .get(0)
            .propertyMap()
            .get("said"));
    facts.put("stopped", ended(CLIENT.stopApplication(r -> r.applicationName(NAME)).operationId()));
    facts.put(
        "readyWithoutRun", described().applicationConfigurationDescription().runConfigurationDescription() == null);
    facts.put(
        "restored",
        ended(
            CLIENT
                .startApplication(
                    r ->
                        r.applicationName(NAME)
                            .runConfiguration(
                                run ->
                                    run.applicationRestoreConfiguration(
                                        restore ->
                                            restore
                                                .applicationRestoreType("RESTORE_FROM_CUSTOM_SNAPSHOT")
                                                .snapshotName("kept"))))
                .operationId()));
    facts.put(
        "restoredFrom",
        described()
            .applicationConfigurationDescription()
            .runConfigurationDescription()
            .applicationRestoreConfigurationDescription()
            .snapshotName());
    facts.put("forced", ended(CLIENT.stopApplication(r -> r.applicationName(NAME).force(true)).operationId()));
    facts.put(
        "operations",
        CLIENT.listApplicationOperationsPaginator(r -> r.applicationName(NAME).limit(4)).stream()
            .flatMap(page -> page.applicationOperationInfoList().stream())
            .map(operation -> operation.operation())
            .collect(Collectors.toList()));
    CLIENT.deleteApplication(r -> r.applicationName(NAME).createTimestamp(created.createTimestamp()));
    facts.put(
        "gone",
        until(
            () -> {
              String code = Refusal.of(Life::described).code;
              return code.equals("ResourceNotFoundException") ? code : null;
            }));
    System.out.println(Json.of(facts));
  }

  private static ApplicationDetail create() {
    String bucket = RUN + "-code";
    String role = RUN + "-execution";
    try (S3Client s3 = S3Client.create();
        IamClient iam = IamClient.builder().region(Region.AWS_GLOBAL).build()) {
      s3.createBucket(r -> r.bucket(bucket));
      s3.putObject(r -> r.bucket(bucket).key("app.jar"), RequestBody.fromFile(Path.of(System.getenv("JAR"))));
      String trust =
          ControlScenes.document(
              "\"Principal\":{\"Service\":\"kinesisanalytics.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"");
      String arn = iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(trust)).role().arn();
      iam.putRolePolicy(
          r -> r.roleName(role).policyName("code").policyDocument(ControlScenes.allow("s3:GetObject*", "*")));
      return CLIENT
          .createApplication(
              ControlScenes.application(NAME, arn, bucket).toBuilder()
                  .applicationConfiguration(
                      ControlScenes.application(NAME, arn, bucket).applicationConfiguration().toBuilder()
                          .environmentProperties(
                              properties ->
                                  properties.propertyGroups(
                                      group -> group.propertyGroupId("g").propertyMap(Map.of("said", "before"))))
                          .build())
                  .build())
          .applicationDetail();
    }
  }

  private static ApplicationDetail described() {
    return CLIENT.describeApplication(r -> r.applicationName(NAME)).applicationDetail();
  }

  private static SnapshotDetails snapshot() {
    SnapshotDetails details =
        CLIENT.describeApplicationSnapshot(r -> r.applicationName(NAME).snapshotName("kept")).snapshotDetails();
    return details.snapshotStatusAsString().equals("CREATING") ? null : details;
  }

  private static String ended(String operation) {
    return until(
        () -> {
          String status =
              CLIENT
                  .describeApplicationOperation(r -> r.applicationName(NAME).operationId(operation))
                  .applicationOperationInfoDetails()
                  .operationStatusAsString();
          return status.equals("IN_PROGRESS") ? null : status;
        });
  }

  private static <T> T until(Supplier<T> ask) {
    for (int tries = 0; tries < 600; tries++) {
      T answer = ask.get();
      if (answer != null) return answer;
      try {
        Thread.sleep(500);
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
    throw new IllegalStateException("five minutes are over");
  }

  private Life() {}
}
