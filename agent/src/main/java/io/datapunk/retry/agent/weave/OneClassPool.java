package io.datapunk.retry.agent.weave;

import java.util.Collections;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;

/**
 * Describes one class from its bytes, and every other by its name alone, as if it were a plain public class.
 *
 * <p>The advice needs no more of others than their names. Asking the class's loader for them would run the application's
 * code inside class loading, could dead-lock, and would fail for types that are not there.
 */
final class OneClassPool extends TypePool.AbstractBase {

    private final String described;

    private OneClassPool(String described) {
        super(new CacheProvider.Simple());
        this.described = described;
    }

    /** The description of the class of this binary name in these bytes. */
    static TypeDescription describe(String className, ClassFileLocator bytes) {
        TypePool others = new OneClassPool(className);
        return new TypePool.Default(new CacheProvider.Simple(), bytes, TypePool.Default.ReaderMode.FAST, others)
                .describe(className)
                .resolve();
    }

    @Override
    protected Resolution doDescribe(String name) {
        if (name.equals(described)) {
            return new Resolution.Illegal(name); // for the pool that has the bytes
        }
        return new Resolution.Simple(new TypeDescription.Latent(
                name,
                Opcodes.ACC_PUBLIC,
                TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(Object.class),
                Collections.emptyList()));
    }
}
