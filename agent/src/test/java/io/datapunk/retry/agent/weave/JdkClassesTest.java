package io.datapunk.retry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdkClassesTest {

    private final ClassLoader application = getClass().getClassLoader();

    @Test
    void accessorsThatTheJvmMakesBesideAnApplicationAreTheJdks() {
        assertThat(JdkClasses.isOfJdk(application, "jdk/internal/reflect/GeneratedMethodAccessor1"))
                .isTrue();
        assertThat(JdkClasses.isOfJdk(application, "jdk.internal.reflect.GeneratedMethodAccessor1"))
                .isTrue();
        assertThat(JdkClasses.isOfJdk(application, "sun/reflect/GeneratedConstructorAccessor12"))
                .isTrue();
    }

    @Test
    void namesThatOnlyBeginAlikeAreNot() {
        for (String name :
                new String[] {"jdk/internals/A", "jdkinternal/A", "sun/reflector/A", "sun", "", "jdk/internal"}) {
            assertThat(JdkClasses.isOfJdk(application, name)).as(name).isFalse();
        }
        assertThat(JdkClasses.isOfJdk(null, "com/acme/A"))
                .as("of the bootstrap loader")
                .isTrue();
    }
}
