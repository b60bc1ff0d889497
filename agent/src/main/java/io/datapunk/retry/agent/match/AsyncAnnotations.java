package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import java.util.Collections;

/**
 * Finds the annotations with which a proxy hands a call to another thread: the method behind the proxy is retried
 * there, and not at the proxy, which returns before. Stateless.
 */
final class AsyncAnnotations {

    private AsyncAnnotations() {}

    /** Whether the class or the method has one. */
    static boolean areOn(ClassFile classFile, MethodInfo method) {
        return areOn(classFile) || !Collections.disjoint(AsyncTypes.ANNOTATIONS, method.annotations());
    }

    static boolean areOn(ClassFile classFile) {
        return !Collections.disjoint(AsyncTypes.ANNOTATIONS, classFile.annotations());
    }
}
