package millrace.sdk;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationDetail;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.CreateApplicationRequest;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.RuntimeEnvironment;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/** Who may do what, and applications. */
final class ControlScenes {
  static Map<String, Object> identity(String run) {
    Map<String, Object> facts = new LinkedHashMap<>();
    try (IamClient iam = IamClient.builder().region(Region.AWS_GLOBAL).build();
        StsClient sts = StsClient.create()) {
      String user = run + "-user";
      String role = run + "-role";
      String account = sts.getCallerIdentity().account();
      iam.createUser(r -> r.userName(user));
      AccessKey key = iam.createAccessKey(r -> r.userName(user)).accessKey();
      String trust = document("\"Principal\":{\"AWS\":\"" + account + "\"},\"Action\":\"sts:AssumeRole\"");
      String arn = iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(trust)).role().arn();
      iam.putUserPolicy(r -> r.userName(user).policyName("assume").policyDocument(allow("sts:AssumeRole", arn)));
      iam.putRolePolicy(r -> r.roleName(role).policyName("list").policyDocument(allow("kinesis:ListStreams", "*")));
      AssumeRoleResponse session;
      try (StsClient asUser =
          StsClient.builder()
              .credentialsProvider(fixed(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
              .build()) {
        session = asUser.assumeRole(r -> r.roleArn(arn).roleSessionName("session"));
      }
      var given = session.credentials();
      var credentials =
          fixed(AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()));
      try (KinesisClient kinesis = KinesisClient.builder().credentialsProvider(credentials).build();
          S3Client s3 = S3Client.builder().credentialsProvider(credentials).build()) {
        Refusal denied = Refusal.of(() -> kinesis.createStream(r -> r.streamName(run + "-denied").shardCount(1)));
        facts.put("account", account.matches("\\d{12}"));
        facts.put("session", session.assumedRoleUser().arn().endsWith(":assumed-role/" + role + "/session"));
        facts.put("allowed", kinesis.listStreams().hasStreamNames());
        facts.put("denied", denied.code);
        facts.put("reason", denied.message);
        facts.put("deniedByS3", Refusal.of(() -> s3.listBuckets()).code);
      }
      iam.deleteRolePolicy(r -> r.roleName(role).policyName("list"));
      iam.deleteRole(r -> r.roleName(role));
      iam.deleteUserPolicy(r -> r.userName(user).policyName("assume"));
      iam.deleteAccessKey(r -> r.userName(user).accessKeyId(key.accessKeyId()));
      iam.deleteUser(r -> r.userName(user));
    }
    return facts;
  }

  static Map<String, Object> analytics(String run) throws InterruptedException {
    Map<String, Object> facts = new LinkedHashMap<>();
    String name = run + "-application";
    String bucket = run + "-code";
    String role = run + "-execution";
    try (KinesisAnalyticsV2Client client = KinesisAnalyticsV2Client.create();
        S3Client s3 = S3Client.create();
        IamClient iam = IamClient.builder().region(Region.AWS_GLOBAL).build()) {
      s3.createBucket(r -> r.bucket(bucket));
      s3.putObject(r -> r.bucket(bucket).key("app.jar"), RequestBody.fromString("a JAR in name only"));
      String trust =
          document("\"Principal\":{\"Service\":\"kinesisanalytics.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"");
      String arn = iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(trust)).role().arn();
      iam.putRolePolicy(r -> r.roleName(role).policyName("code").policyDocument(allow("s3:GetObject*", "*")));
      CreateApplicationRequest application = application(name, arn, bucket);
      client.createApplication(application);
      ApplicationDetail detail = client.describeApplication(r -> r.applicationName(name)).applicationDetail();
      facts.put("status", detail.applicationStatusAsString());
      facts.put("runtime", detail.runtimeEnvironmentAsString());
      facts.put("version", detail.applicationVersionId());
      facts.put(
          "property",
          detail
              .applicationConfigurationDescription()
              .environmentPropertyDescriptions()
              .propertyGroupDescriptions()
              .get(0)
              .propertyMap()
              .get("stream"));
      facts.put(
          "listed",
          client.listApplications(r -> r.limit(50)).applicationSummaries().stream()
              .anyMatch(summary -> summary.applicationName().equals(name)));
      facts.put("again", Refusal.of(() -> client.createApplication(application)).code);
      facts.put(
          "updated",
          client
              .updateApplication(
                  r ->
                      r.applicationName(name)
                          .currentApplicationVersionId(1L)
                          .applicationConfigurationUpdate(
                              change ->
                                  change.environmentPropertyUpdates(
                                      update ->
                                          update.propertyGroups(
                                              group -> group.propertyGroupId("g").propertyMap(Map.of("stream", "returns"))))))
              .applicationDetail()
              .applicationVersionId());
      client.deleteApplication(r -> r.applicationName(name).createTimestamp(detail.createTimestamp()));
      String gone = "";
      for (int tries = 0; tries < 100 && !gone.equals("ResourceNotFoundException"); tries++) {
        gone = Refusal.of(() -> client.describeApplication(r -> r.applicationName(name))).code;
        if (!gone.equals("ResourceNotFoundException")) Thread.sleep(100);
      }
      facts.put("gone", gone);
      iam.deleteRolePolicy(r -> r.roleName(role).policyName("code"));
      iam.deleteRole(r -> r.roleName(role));
      s3.deleteObject(r -> r.bucket(bucket).key("app.jar"));
      s3.deleteBucket(r -> r.bucket(bucket));
    }
    return facts;
  }

  static CreateApplicationRequest application(String name, String role, String bucket) {
    return CreateApplicationRequest.builder()
        .applicationName(name)
        .runtimeEnvironment(RuntimeEnvironment.FLINK_1_20)
        .serviceExecutionRole(role)
        .applicationConfiguration(
            configuration ->
                configuration
                    .applicationCodeConfiguration(
                        code ->
                            code.codeContentType("ZIPFILE")
                                .codeContent(
                                    content ->
                                        content.s3ContentLocation(
                                            s3 -> s3.bucketARN("arn:aws:s3:::" + bucket).fileKey("app.jar"))))
                    .environmentProperties(
                        properties ->
                            properties.propertyGroups(
                                group -> group.propertyGroupId("g").propertyMap(Map.of("stream", "orders")))))
        .build();
  }

  private static AwsCredentialsProvider fixed(AwsCredentials credentials) {
    return StaticCredentialsProvider.create(credentials);
  }

  static String allow(String action, String resource) {
    return document("\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\"");
  }

  static String document(String statement) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," + statement + "}]}";
  }

  private ControlScenes() {}
}
