package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.jms.Connection;
import javax.jms.JMSException;
import javax.jms.MessageConsumer;
import javax.jms.Session;
import javax.jms.TextMessage;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.io.TempDir;

/** A real JMS broker that stops and starts again under a producer: nothing is lost. */
class BrokerRestartIT {

    private static final int MESSAGES = 300;

    /** Connections that are refused while the broker is away, before it is started again. */
    private static final int REFUSED = 20;

    private static final int LOOK_AGAIN_MILLIS = 100;

    @TempDir
    private Path temp;

    private int port;

    @OnFewJdks
    void withTheAgentEveryMessageArrives(TestJdk jdk) throws Exception {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: orders
                    match: {class: com.acme.legacy.clients.Producer, method: send}
                    retry-on: [javax.jms.JMSException]
                    max-attempts: unlimited
                    timeout: 2m
                    budget: off
                    backoff: {strategy: fixed, delay: 20ms}
                """);
        Set<String> arrived = ConcurrentHashMap.newKeySet();

        ProcessResult ended = produce(jdk, "rules=" + rules, arrived);

        assertThat(ended.succeeded().outLines()).containsExactly("failed 0");
        assertThat(arrived).isEqualTo(allMessages());
    }

    @OnFewJdks
    void withoutRulesSomeAreLost(TestJdk jdk) throws Exception {
        Path rules = Files.writeString(temp.resolve("rules.yml"), "version: 1\nrules: []\n");
        Set<String> arrived = ConcurrentHashMap.newKeySet();

        ProcessResult ended = produce(jdk, "rules=" + rules, arrived);

        assertThat(ended.succeeded().out()).doesNotContain("failed 0");
        assertThat(arrived).hasSizeLessThan(MESSAGES);
    }

    private static Set<String> allMessages() {
        return IntStream.range(0, MESSAGES).mapToObj(String::valueOf).collect(Collectors.toSet());
    }

    private ProcessResult produce(TestJdk jdk, String agent, Set<String> arrived) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        BrokerService broker = startBroker();
        CountDownLatch halfWay = new CountDownLatch(MESSAGES / 3);
        Connection consuming = consume(arrived, halfWay);
        ProcessResult[] ended = new ProcessResult[1];
        Path[] path = BuildArtifacts.withFixture("activemq-client", "geronimo-", "slf4j-api", "hawtbuf");
        Thread producer = new Thread(() -> ended[0] = ForkedJvm.on(jdk)
                .agent(agent)
                .classPath(path)
                .run("com.acme.legacy.clients.Producer", url(), String.valueOf(MESSAGES)));
        producer.start();
        halfWay.await();
        close(consuming);
        broker.stop();
        broker.waitUntilStopped();
        refuseSome(producer);
        broker = startBroker();
        consuming = consume(arrived, halfWay);
        producer.join();
        drain(arrived);
        close(consuming);
        broker.stop();
        broker.waitUntilStopped();
        return ended[0];
    }

    private BrokerService startBroker() throws Exception {
        BrokerService broker = new BrokerService();
        broker.setBrokerName("test");
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setDataDirectory(temp.resolve("broker").toString());
        broker.addConnector(url());
        broker.start();
        broker.waitUntilStarted();
        return broker;
    }

    /**
     * In place of the broker, so that the producer is known to have met its absence; one that gives up may have ended
     * before.
     */
    private void refuseSome(Thread producer) throws IOException {
        try (ServerSocket nobody = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            nobody.setSoTimeout(LOOK_AGAIN_MILLIS);
            for (int refused = 0; refused < REFUSED && producer.isAlive(); ) {
                try {
                    nobody.accept().close();
                    refused++;
                } catch (SocketTimeoutException e) {
                    // does it live still?
                }
            }
        }
    }

    private Connection consume(Set<String> arrived, CountDownLatch each) throws JMSException {
        Connection connection = new ActiveMQConnectionFactory(url()).createConnection();
        connection.start();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("orders")).setMessageListener(message -> {
            try {
                arrived.add(((TextMessage) message).getText());
                each.countDown();
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        return connection;
    }

    /** Takes what nobody has consumed yet, until there is nothing. */
    private void drain(Set<String> arrived) throws JMSException {
        Connection connection = new ActiveMQConnectionFactory(url()).createConnection();
        connection.start();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
        for (TextMessage message = (TextMessage) consumer.receive(1_000);
                message != null;
                message = (TextMessage) consumer.receive(1_000)) {
            arrived.add(message.getText());
        }
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (JMSException e) {
            return; // the broker is gone already
        }
    }

    private String url() {
        return "tcp://127.0.0.1:" + port;
    }
}
