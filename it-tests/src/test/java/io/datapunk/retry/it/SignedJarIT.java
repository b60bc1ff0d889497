package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A woven class of a jar that is signed and sealed: who signed it is still known, and the package still closed. */
class SignedJarIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void staysSignedAndSealed(TestJdk jdk) throws Exception {
        Path signed = Jars.write(
                temp.resolve("signed.jar"), Map.of("Sealed", "true"), "com/acme/legacy/sealed/SignedGateway");
        sign(jdk, signed);
        Path others = Jars.write(
                temp.resolve("others.jar"), Map.of(), "com/acme/legacy/platform/", "com/acme/legacy/sealed/Intruder");

        OrdersRun run = new OrdersRun(jdk, temp, jvm -> jvm.classPath(signed, others))
                .looksTheSame("com.acme.legacy.platform.SignedOrders");

        assertThat(run.printed())
                .containsSequence("charged ACME", "from " + signed.toUri().toURL())
                .containsSequence("certificate of CN=ACME", "signer CN=ACME", "sealed true")
                .last()
                .asString()
                .contains("SecurityException", "com.acme.legacy.sealed");
        Matrix.holds("platforms", "a signed and sealed jar", jdk, "signer, code source and seal unchanged");
    }

    private void sign(TestJdk jdk, Path jar) throws IOException, InterruptedException {
        String keys = temp.resolve("keys").toString();
        List<String> store = List.of("-keystore", keys, "-storetype", "PKCS12", "-storepass", "changeit");
        List<String> key = List.of("-alias", "acme", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=ACME");
        JdkTool.run(jdk, "keytool", List.of("-genkeypair"), store, key);
        JdkTool.run(jdk, "jarsigner", store, List.of(jar.toString(), "acme"));
    }
}
