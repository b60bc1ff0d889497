package io.datapunk.retry.agent.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Has each stack map frame of a body name its parameters. A frame may leave out variables that the code behind it does
 * not use, as those of the JDK's proxies do since Java 24; Byte Buddy's advice refuses such frames. The body does not
 * assign to its parameters, so that they have their values everywhere. For one method; not thread-safe.
 */
final class WholeFrames extends MethodVisitor {

    private final Object[] parameters;

    WholeFrames(DescribedMethod method, MethodVisitor advice) {
        super(Opcodes.ASM9, advice);
        List<Object> types = new ArrayList<>();
        if (!method.isStatic()) {
            types.add(method.getDeclaringType().getInternalName());
        }
        for (ParameterDescription parameter : method.getParameters()) {
            types.add(inFrame(Type.getType(parameter.getType().asErasure().getDescriptor())));
        }
        this.parameters = types.toArray();
    }

    @Override
    public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
        Object[] all = new Object[Math.max(localCount, parameters.length)];
        System.arraycopy(locals, 0, all, 0, localCount);
        System.arraycopy(parameters, 0, all, 0, parameters.length);
        super.visitFrame(type, all.length, all, stackCount, stack);
    }

    private static Object inFrame(Type type) {
        switch (type.getSort()) {
            case Type.LONG:
                return Opcodes.LONG;
            case Type.FLOAT:
                return Opcodes.FLOAT;
            case Type.DOUBLE:
                return Opcodes.DOUBLE;
            case Type.ARRAY:
            case Type.OBJECT:
                return type.getInternalName();
            default:
                return Opcodes.INTEGER;
        }
    }
}
