package test.shaded.newer;

/** What 1.x adds: STS, and a file with the certificate authority's certificate. */
public class KinesisProducerConfiguration extends test.shaded.KinesisProducerConfiguration {
    private String stsEndpoint = "";
    private long stsPort = 443;
    private String caCertFile = "";

    public String getStsEndpoint() {
        return stsEndpoint;
    }

    public KinesisProducerConfiguration setStsEndpoint(String value) {
        stsEndpoint = value;
        return this;
    }

    public long getStsPort() {
        return stsPort;
    }

    public KinesisProducerConfiguration setStsPort(long value) {
        stsPort = value;
        return this;
    }

    public String getCaCertFile() {
        return caCertFile;
    }

    public KinesisProducerConfiguration setCaCertFile(String value) {
        caCertFile = value;
        return this;
    }

    @Override
    protected String toProtobufMessage() {
        return super.toProtobufMessage() + " sts=" + stsEndpoint + ":" + stsPort;
    }

    /** The library reads the certificate file first and makes the message afterwards. */
    @Override
    public String sent() {
        String ca = getCaCertFile();
        return toProtobufMessage() + " ca=" + ca;
    }
}
