package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.classfile.ClassFile;

/**
 * Proxies that libraries make at run time, or builds beside the classes that people write: CGLIB and Spring, Byte
 * Buddy, Hibernate, Javassist, Guice, Weld, OpenWebBeans, Arc, Micronaut, EJB containers, and the JDK's own. They are
 * known by their name, and then by what they extend or implement. Stateless.
 */
public final class GeneratedClass {

    /** Each stands in the names that a generator gives, and in no name that a compiler makes. */
    private static final String[] MARKS = {
        "$$EnhancerBy", // CGLIB, Spring up to 5.3, Guice
        "$$SpringCGLIB$$",
        "_$$_", // Javassist, Weld
        "$$_javassist",
        "$$_jvst",
        "$ByteBuddy$",
        "$HibernateProxy",
        "$HibernateBasicProxy",
        "$MockitoMock$",
        "$$Owb",
        "$$$view",
        "$$LocalBeanProxy",
        "$Intercepted" // Micronaut
    };

    private static final String OF_JDK = "$Proxy";
    private static final String SUPERCLASS_OF_JDK = "java/lang/reflect/Proxy";

    /** What else a class of such a name is, written by hand, nobody knows: it must implement an interface of Arc's. */
    private static final String[] ENDINGS_OF_ARC = {"_ClientProxy", "_Subclass"};

    private static final String ARC = "io/quarkus/arc/";

    /** Where the interfaces are that generators add to those of the application. */
    private static final String[] OWN_INTERFACES = {
        "org/springframework/aop/",
        "org/springframework/cglib/",
        "org/springframework/core/DecoratingProxy",
        "net/sf/cglib/",
        "net/bytebuddy/",
        "javassist/util/proxy/",
        "org/hibernate/proxy/",
        "org/hibernate/engine/",
        "org/jboss/weld/",
        "org/jboss/invocation/",
        "org/apache/webbeans/",
        "io/micronaut/aop/",
        ARC
    };

    private GeneratedClass() {}

    /**
     * Whether the name is one that a generator gives; nearly every other name is told from those by one look.
     *
     * @param internalName with slashes
     */
    public static boolean isNamedSo(String internalName) {
        int dollar = internalName.indexOf('$');
        if (dollar < 0) {
            return endsAsArc(internalName);
        }
        if (internalName.startsWith(OF_JDK, internalName.lastIndexOf('/') + 1)) {
            return true;
        }
        int from = Math.max(0, dollar - 1);
        for (String mark : MARKS) {
            if (internalName.indexOf(mark, from) >= 0) {
                return true;
            }
        }
        return endsAsArc(internalName);
    }

    private static boolean endsAsArc(String internalName) {
        for (String ending : ENDINGS_OF_ARC) {
            if (internalName.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class of such a name is a proxy by its shape: made from its superclass, or from its interfaces. */
    static boolean isProxy(ClassFile classFile) {
        String name = classFile.name();
        String superName = classFile.superName();
        if (superName == null || classFile.isInterface()) {
            return false;
        }
        if (isOfJdk(classFile)) {
            return name.startsWith(OF_JDK, name.lastIndexOf('/') + 1);
        }
        if (superName.equals("java/lang/Object")) {
            return !classFile.interfaces().isEmpty();
        }
        String simple = superName.substring(superName.lastIndexOf('/') + 1);
        return endsAsArc(name)
                ? implementsOneOf(classFile, ARC)
                : name.contains(simple) || name.contains(simple.replace('$', '_'));
    }

    private static boolean implementsOneOf(ClassFile classFile, String packageName) {
        for (String implemented : classFile.interfaces()) {
            if (implemented.startsWith(packageName)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is one of {@code java.lang.reflect.Proxy}, which says of the class behind it nothing. */
    static boolean isOfJdk(ClassFile classFile) {
        return SUPERCLASS_OF_JDK.equals(classFile.superName());
    }

    /** Whether an interface is one that a generator adds. */
    public static boolean isOwnInterface(String internalName) {
        for (String own : OWN_INTERFACES) {
            if (internalName.startsWith(own)) {
                return true;
            }
        }
        return false;
    }
}
