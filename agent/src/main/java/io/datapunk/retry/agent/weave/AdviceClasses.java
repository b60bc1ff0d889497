package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.weave.MethodAdvice.Advised;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.pool.TypePool;

/**
 * The advice for each kind of woven method, read from the class files of the advice classes when it is first asked for.
 * Their annotations are read from these files, too: the annotations of a loaded class are proxies, which take the JDK
 * tens of milliseconds to make. Thread-safe.
 */
final class AdviceClasses {

    private static final ClassLoader OWN = AdviceClasses.class.getClassLoader();

    private static final TypePool POOL = poolOf(ClassFileLocator.ForClassLoader.of(OWN));
    private static final ConcurrentMap<Advised, Advice> KNOWN = new ConcurrentHashMap<>();
    private static final ConcurrentMap<Advised, Advice> WITH_BACKUP = new ConcurrentHashMap<>();

    private AdviceClasses() {}

    /**
     * The advice of a kind. Two threads may read it at the same time, without a lock: both copies are alike.
     *
     * @param backsUpArguments whether the body assigns to its parameters, so that it must work on copies of the
     *     arguments
     */
    static Advice of(Advised advised, boolean backsUpArguments) {
        ConcurrentMap<Advised, Advice> all = backsUpArguments ? WITH_BACKUP : KNOWN;
        Advice known = all.get(advised);
        if (known == null) {
            known = read(advised, backsUpArguments);
            all.put(advised, known);
        }
        return known;
    }

    private static Advice read(Advised advised, boolean backsUpArguments) {
        switch (advised) {
            case FAILURE:
                return read(BeginAdvice.class, FailureAdvice.class, backsUpArguments);
            case OUTCOME:
                return read(BeginAdvice.class, OutcomeAdvice.class, backsUpArguments);
            default:
                return read(AsyncAdvice.class, AsyncAdvice.class, backsUpArguments);
        }
    }

    /** What the agent itself throws is dropped: the library would print it. */
    private static Advice read(Class<?> enter, Class<?> exit, boolean backsUpArguments) {
        ClassFileLocator files = ClassFileLocator.ForClassLoader.of(OWN);
        TypePool pool = POOL;
        if (backsUpArguments) {
            files = new BackedUpArguments(files);
            pool = poolOf(files);
        }
        return Advice.withCustomMapping()
                .bind(new MethodIds())
                .to(
                        pool.describe(enter.getName()).resolve(),
                        pool.describe(exit.getName()).resolve(),
                        files)
                .withExceptionHandler(Advice.ExceptionHandler.Default.SUPPRESSING);
    }

    private static TypePool poolOf(ClassFileLocator files) {
        return new TypePool.Default(
                new TypePool.CacheProvider.Simple(), files, TypePool.Default.ReaderMode.EXTENDED, new LoadedTypes());
    }

    /**
     * Describes all types but the advice classes by the classes that the agent has loaded, without reading class files.
     */
    private static final class LoadedTypes extends TypePool.AbstractBase {

        LoadedTypes() {
            super(CacheProvider.NoOp.INSTANCE);
        }

        @Override
        protected Resolution doDescribe(String name) {
            if (name.equals(BeginAdvice.class.getName())
                    || name.equals(FailureAdvice.class.getName())
                    || name.equals(OutcomeAdvice.class.getName())
                    || name.equals(AsyncAdvice.class.getName())) {
                return new Resolution.Illegal(name); // then the pool reads its class file
            }
            try {
                return new Resolution.Simple(TypeDescription.ForLoadedType.of(Class.forName(name, false, OWN)));
            } catch (ClassNotFoundException e) {
                return new Resolution.Illegal(name);
            }
        }
    }

    /** Puts the number of a method where its advice asks for it. */
    private static final class MethodIds implements Advice.OffsetMapping.Factory<MethodId> {

        @Override
        public Class<MethodId> getAnnotationType() {
            return MethodId.class;
        }

        @Override
        public Advice.OffsetMapping make(
                ParameterDescription.InDefinedShape target,
                AnnotationDescription.Loadable<MethodId> annotation,
                AdviceType adviceType) {
            return new Advice.OffsetMapping() {
                @Override
                public Target resolve(
                        TypeDescription instrumentedType,
                        MethodDescription instrumentedMethod,
                        Assigner assigner,
                        Advice.ArgumentHandler argumentHandler,
                        Sort sort) {
                    int methodId = ((DescribedMethod) instrumentedMethod).methodId();
                    return new Target.ForStackManipulation(IntegerConstant.forValue(methodId));
                }
            };
        }
    }
}
