package io.datapunk.retry.agent.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A jar is called in rules as it is called in the file system. */
class JarNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payment-1.2.jar",
                "zahlung 1.jar",
                "zahlung-\u00e4\u00f6.jar",
                "\u6c7a\u6e08.jar",
                "zahlung#1.jar",
                "zahlung%201.jar",
                "100%.jar",
                "zahlung+1.jar",
                "zahlung[x].jar",
                "zahlung{1}^.jar"
            })
    void ofAFileInALocationOfTheJdk(String name) throws MalformedURLException {
        assertThat(JarNames.of(new File("/app/lib", name).toURI().toURL().toString()))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "file:/app/lib/payment-1.2.jar, payment-1.2.jar",
        "jar:file:/app/app.jar!/BOOT-INF/lib/payment%201.jar!/, payment 1.jar",
        "jar:nested:/app/app.jar/!BOOT-INF/lib/payment.jar!/, payment.jar",
        "jar:file:/app/app.jar!/BOOT-INF/classes!/, app.jar",
        "file:/app/classes/, classes",
        "file:/app/half%.jar, half%.jar",
        "file:/app/half%2.jar, half%2.jar",
        "file:/app/none%zz.jar, none%zz.jar"
    })
    void ofOtherLocations(String location, String name) {
        assertThat(JarNames.of(location)).isEqualTo(name);
    }

    @Test
    void aPathHasNoEscapes() {
        assertThat(JarNames.ofPath("/app/lib/zahlung%201/")).isEqualTo("zahlung%201");
        assertThat(JarNames.of(null)).isEmpty();
    }
}
