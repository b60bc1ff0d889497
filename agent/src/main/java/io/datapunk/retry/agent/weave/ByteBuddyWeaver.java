package io.datapunk.retry.agent.weave;

import java.util.EnumMap;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Weaves with Byte Buddy's advice: the body of a method is repeated inside the method, so the class gets no new member
 * (which live re-transformation forbids) and the application's stack traces no frame.
 */
final class ByteBuddyWeaver implements Weaver {

    /** Of the class that the thread weaves: the advice is the same for all classes. */
    private static final ThreadLocal<Map<String, WovenMethod>> METHODS_OF_CLASS = new ThreadLocal<>();

    private final ByteBuddy byteBuddy;
    private final Map<Advised, Advice> advices = new EnumMap<>(Advised.class);

    ByteBuddyWeaver() {
        readRawTypes();
        this.byteBuddy = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .ignore(ElementMatchers.none());
    }

    /**
     * Generic signatures may contradict descriptors (Scala's do) and name types that are not there; the weaver needs
     * neither. Byte Buddy reads this property once, when it initialises, and nobody else is to see it.
     */
    private static void readRawTypes() {
        String property = TypeDefinition.RAW_TYPES_PROPERTY;
        String before = System.getProperty(property);
        System.setProperty(property, "true");
        try {
            Class.forName(TypeDescription.AbstractBase.class.getName(), true, ByteBuddyWeaver.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    @Override
    public byte[] weave(String className, byte[] bytes, Map<String, WovenMethod> methods) {
        ClassFileLocator locator = ClassFileLocator.Simple.of(className, bytes);
        InferredTypes inferred = InferredTypes.areThoseOf(bytes) ? new InferredTypes() : null;
        ParameterNames parameterNames = new ParameterNames();
        Selected woven = new Selected(methods, null);
        // The last one sees the code first.
        DynamicType.Builder<?> builder = byteBuddy
                .decorate(OneClassPool.describe(className, locator), locator)
                .visit(parameterNames.writer(woven));
        if (inferred != null) {
            builder = builder.visit(bodies(woven, inferred.behindAdvice()));
        }
        for (Advised advised : Advised.values()) {
            Selected selected = new Selected(methods, advised);
            if (selected.isAnyThere()) {
                builder = builder.visit(advice(advised).on(selected));
            }
        }
        if (inferred != null) {
            builder = builder.visit(bodies(woven, inferred.beforeAdvice()));
        }
        builder = builder.visit(parameterNames.reader(woven));
        METHODS_OF_CLASS.set(methods);
        try {
            return builder.make().getBytes();
        } finally {
            METHODS_OF_CLASS.remove();
        }
    }

    /** Read from its class file when a method needs it first, and not for each class. */
    private synchronized Advice advice(Advised advised) {
        Advice known = advices.get(advised);
        if (known == null) {
            Advice.WithCustomMapping advice = Advice.withCustomMapping().bind(new SiteIdMapping());
            switch (advised) {
                case FAILURE:
                    known = advice.to(BeginAdvice.class, FailureAdvice.class);
                    break;
                case OUTCOME:
                    known = advice.to(BeginAdvice.class, OutcomeAdvice.class);
                    break;
                default:
                    known = advice.to(AsyncAdvice.class, AsyncAdvice.class);
            }
            advices.put(advised, known);
        }
        return known;
    }

    private static AsmVisitorWrapper bodies(
            Selected methods, AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper wrapper) {
        return new AsmVisitorWrapper.ForDeclaredMethods().invokable(methods, wrapper);
    }

    private static WovenMethod wovenMethod(Map<String, WovenMethod> methods, MethodDescription method) {
        return methods.get(method.getInternalName() + method.getDescriptor());
    }

    /** The methods that get one kind of advice; {@code null} is any kind. */
    private static final class Selected extends ElementMatcher.Junction.ForNonNullValues<MethodDescription> {
        private final Map<String, WovenMethod> methods;
        private final Advised advised;

        Selected(Map<String, WovenMethod> methods, Advised advised) {
            this.methods = methods;
            this.advised = advised;
        }

        boolean isAnyThere() {
            for (WovenMethod method : methods.values()) {
                if (isMeant(method)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isMeant(WovenMethod method) {
            return advised == null || method.advised == advised;
        }

        @Override
        protected boolean doMatch(MethodDescription method) {
            WovenMethod woven = wovenMethod(methods, method);
            return woven != null && isMeant(woven);
        }
    }

    /** Puts a method's number where the advice asks for it. */
    private static final class SiteIdMapping implements Advice.OffsetMapping.Factory<SiteId> {
        @Override
        public Class<SiteId> getAnnotationType() {
            return SiteId.class;
        }

        @Override
        public Advice.OffsetMapping make(
                ParameterDescription.InDefinedShape target,
                AnnotationDescription.Loadable<SiteId> annotation,
                AdviceType adviceType) {
            return new Advice.OffsetMapping() {
                @Override
                public Target resolve(
                        TypeDescription instrumentedType,
                        MethodDescription instrumentedMethod,
                        Assigner assigner,
                        Advice.ArgumentHandler argumentHandler,
                        Sort sort) {
                    int site = wovenMethod(METHODS_OF_CLASS.get(), instrumentedMethod).site;
                    return new Target.ForStackManipulation(IntegerConstant.forValue(site));
                }
            };
        }
    }
}
