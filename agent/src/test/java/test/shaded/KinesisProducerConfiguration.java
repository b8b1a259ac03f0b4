package test.shaded;

/** The shape of the Kinesis Producer Library's configuration as 0.12 to 0.14.12 have it, relocated. */
public class KinesisProducerConfiguration {
    private String kinesisEndpoint = "";
    private long kinesisPort = 443;
    private String cloudwatchEndpoint = "";
    private long cloudwatchPort = 443;
    private boolean verifyCertificate = true;

    public String getKinesisEndpoint() {
        return kinesisEndpoint;
    }

    public KinesisProducerConfiguration setKinesisEndpoint(String value) {
        kinesisEndpoint = value;
        return this;
    }

    public long getKinesisPort() {
        return kinesisPort;
    }

    public KinesisProducerConfiguration setKinesisPort(long value) {
        kinesisPort = value;
        return this;
    }

    public String getCloudwatchEndpoint() {
        return cloudwatchEndpoint;
    }

    public KinesisProducerConfiguration setCloudwatchEndpoint(String value) {
        cloudwatchEndpoint = value;
        return this;
    }

    public long getCloudwatchPort() {
        return cloudwatchPort;
    }

    public KinesisProducerConfiguration setCloudwatchPort(long value) {
        cloudwatchPort = value;
        return this;
    }

    public KinesisProducerConfiguration setVerifyCertificate(boolean value) {
        verifyCertificate = value;
        return this;
    }

    /** What the library sends to its native process. */
    protected String toProtobufMessage() {
        return "kinesis=" + kinesisEndpoint + ":" + kinesisPort + " cloudwatch=" + cloudwatchEndpoint + ":"
                + cloudwatchPort + " verify=" + verifyCertificate;
    }

    public String sent() {
        return toProtobufMessage();
    }
}
