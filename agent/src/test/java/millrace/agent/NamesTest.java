package millrace.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import millrace.agent.boot.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private final Names names = new Names(
            "kinesis.*.amazonaws.com, *.data-kinesis.*.amazonaws.com, s3.amazonaws.com, s3.*.amazonaws.com,"
                    + "s3-*.amazonaws.com, *.s3.amazonaws.com, *.s3.*.amazonaws.com, iam.amazonaws.com,");

    @ParameterizedTest
    @ValueSource(strings = {
        "kinesis.us-east-1.amazonaws.com",
        "KINESIS.eu-west-1.AmazonAWS.com",
        "kinesis.us-east-1.amazonaws.com.",
        "123456789012.data-kinesis.us-east-1.amazonaws.com",
        "s3.amazonaws.com",
        "s3.us-east-1.amazonaws.com",
        "s3-us-west-2.amazonaws.com",
        "bucket.s3.amazonaws.com",
        "my.dotted.bucket.s3.amazonaws.com",
        "my.dotted.bucket.s3.ap-southeast-3.amazonaws.com",
        "iam.amazonaws.com",
    })
    void served(String host) {
        assertTrue(names.contain(host), host);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "amazonaws.com",
        "kinesis.amazonaws.com",
        "kinesis..amazonaws.com",
        "kinesis.a.b.amazonaws.com",
        "kinesis.us-east-1.amazonaws.com.cn",
        "kinesis.us-east-1.amazonaws.com.example.org",
        "kinesis.us-east-1.amazonawsXcom",
        "notkinesis.us-east-1.amazonaws.com",
        ".data-kinesis.us-east-1.amazonaws.com",
        "dynamodb.us-east-1.amazonaws.com",
        "s3.evil.example.amazonaws.com",
        "s3-.amazonaws.com",
        "localhost",
        "127.0.0.1",
        "",
    })
    void notServed(String host) {
        assertFalse(names.contain(host), host);
    }

    @Test
    void noHostIsNotServed() {
        assertFalse(names.contain(null));
    }

    @Test
    void aListWithoutNamesIsAMistake() {
        assertThrows(IllegalArgumentException.class, () -> new Names(" , "));
        assertThrows(IllegalArgumentException.class, () -> new Names("kinesis.(.*).com"));
    }
}
