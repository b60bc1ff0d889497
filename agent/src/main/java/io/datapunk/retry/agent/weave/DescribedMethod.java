package io.datapunk.retry.agent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.description.type.TypeVariableToken;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;

/**
 * A method to be woven, described for Byte Buddy by its class file alone: every type is known by its name. To ask the
 * class's loader for types would run the application's code inside class loading, could deadlock, and would fail for
 * types that are missing. Generic signatures are not read: they may contradict the descriptors. Immutable.
 */
final class DescribedMethod extends MethodDescription.Latent {

    private static final TypePool TYPES = new NamedTypes();

    private final int methodId;

    private DescribedMethod(
            TypeDescription declaringType,
            String name,
            int access,
            TypeDescription.Generic returnType,
            List<ParameterDescription.Token> parameters,
            int methodId) {
        super(
                declaringType,
                name,
                access,
                Collections.<TypeVariableToken>emptyList(),
                returnType,
                parameters,
                Collections.<TypeDescription.Generic>emptyList(),
                Collections.<AnnotationDescription>emptyList(),
                null,
                null);
        this.methodId = methodId;
    }

    /**
     * A method.
     *
     * @param className internal name of its class
     * @param methodId what {@link MethodId} parameters of its advice receive
     */
    static DescribedMethod of(String className, int access, String name, String descriptor, int methodId) {
        List<ParameterDescription.Token> parameters = new ArrayList<>();
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            parameters.add(new ParameterDescription.Token(type(parameter).asGenericType()));
        }
        return new DescribedMethod(
                type(Type.getObjectType(className)),
                name,
                access,
                type(Type.getReturnType(descriptor)).asGenericType(),
                parameters,
                methodId);
    }

    int methodId() {
        return methodId;
    }

    private static TypeDescription type(Type type) {
        String name = type.getSort() == Type.ARRAY ? type.getDescriptor().replace('/', '.') : type.getClassName();
        return TYPES.describe(name).resolve();
    }

    /** Knows primitive types and arrays; every other type is a public class with this name. */
    private static final class NamedTypes extends TypePool.AbstractBase {

        NamedTypes() {
            super(CacheProvider.NoOp.INSTANCE);
        }

        @Override
        protected Resolution doDescribe(String name) {
            return new Resolution.Simple(new TypeDescription.Latent(
                    name,
                    Opcodes.ACC_PUBLIC,
                    TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(Object.class),
                    Collections.<TypeDescription.Generic>emptyList()));
        }
    }
}
