package io.datapunk.retry.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyStepsTest {

    interface Api {}

    static class Bean implements Api {}

    static class Alone {}

    static class Other {}

    /** Named as a generator would. */
    static class Bean$$SpringCGLIB$$0 extends Bean {}

    static class Other$$SpringCGLIB$$0 extends Other {}

    static class Implementer implements Api {}

    @Test
    void aProxyIsInOneStepWithTheClassBehindIt() {
        assertThat(ProxySteps.of(List.of(
                        Other$$SpringCGLIB$$0.class, Bean.class, Alone.class, Bean$$SpringCGLIB$$0.class, Other.class)))
                .containsExactlyInAnyOrder(
                        List.of(Bean.class, Bean$$SpringCGLIB$$0.class),
                        List.of(Other$$SpringCGLIB$$0.class, Other.class),
                        List.of(Alone.class));
    }

    @Test
    void aProxyOfAnInterfaceIsInOneStepWithAllThatImplementIt() {
        Class<?> proxy = Proxy.newProxyInstance(
                        Api.class.getClassLoader(),
                        new Class<?>[] {Api.class, Runnable.class},
                        (self, method, arguments) -> null)
                .getClass();

        assertThat(ProxySteps.of(List.of(Bean.class, Alone.class, proxy, Implementer.class, Thread.class)))
                .containsExactlyInAnyOrder(
                        List.of(Bean.class, proxy, Implementer.class), List.of(Alone.class), List.of(Thread.class));
    }

    @Test
    void withoutProxiesEachClassIsAStep() {
        assertThat(ProxySteps.of(List.of(Bean.class, Implementer.class)))
                .containsExactly(List.of(Bean.class), List.of(Implementer.class));
    }
}
