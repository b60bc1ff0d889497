package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.match.ClassFile.MethodInfo;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Knows the annotations with which a proxy hands a call to another thread: the method behind it is to be retried there, and not at
 * the proxy, which returns before. Stateless.
 */
final class AsyncAnnotations {

    private static final Set<String> NAMES = new HashSet<>(Arrays.asList(
            "org.springframework.scheduling.annotation.Async",
            "javax.ejb.Asynchronous",
            "jakarta.ejb.Asynchronous",
            "jakarta.enterprise.concurrent.Asynchronous",
            "org.eclipse.microprofile.faulttolerance.Asynchronous",
            "io.smallrye.faulttolerance.api.AsynchronousNonBlocking",
            "io.micronaut.scheduling.annotation.Async"));

    private AsyncAnnotations() {}

    /** Whether the class or the method has one. */
    static boolean areOn(ClassFile classFile, MethodInfo method) {
        return areOn(classFile) || !Collections.disjoint(NAMES, method.annotations());
    }

    static boolean areOn(ClassFile classFile) {
        return !Collections.disjoint(NAMES, classFile.annotations());
    }
}
