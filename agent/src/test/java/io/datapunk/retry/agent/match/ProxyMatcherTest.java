package io.datapunk.retry.agent.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.LoaderSource;
import io.datapunk.retry.agent.rules.RulesReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which methods of generated proxies are matched, by which rule, and for which class they are counted. */
class ProxyMatcherTest {

    private static final int BRIDGE = Opcodes.ACC_PUBLIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC;
    private static final int ABSTRACT = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
    private static final String CGLIB = "a/Bean$$SpringCGLIB$$0";

    private final Map<String, byte[]> files = new HashMap<>();

    @BeforeEach
    void typesThatPeopleWrite() {
        type("a/Generic").isInterface().method(ABSTRACT, "find(Ljava/lang/Object;)Ljava/lang/Object;");
        type("a/Api").isInterface().method(ABSTRACT, "get()I");
        type("a/More").isInterface("a/Api").method(ABSTRACT, "other()V");
        type("a/Base").method("inherited()V").method("get()I");
        type("a/Bean")
                .extending("a/Base")
                .implementing("a/Api", "a/Generic")
                .method("get()I")
                .method("find(Ljava/lang/String;)Ljava/lang/Integer;")
                .method(BRIDGE, "find(Ljava/lang/Object;)Ljava/lang/Object;")
                .method("future()Ljava/util/concurrent/CompletableFuture;")
                .annotated("Lorg/springframework/scheduling/annotation/Async;", "elsewhere()V");
        type("org/springframework/aop/framework/Advised").isInterface().method(ABSTRACT, "isFrozen()Z");
    }

    private Type cglib() {
        return type(CGLIB)
                .extending("a/Bean")
                .implementing("org/springframework/aop/framework/Advised")
                .method("get()I")
                .method("inherited()V")
                .method("future()Ljava/util/concurrent/CompletableFuture;")
                .method("elsewhere()V")
                .method("CGLIB$get$0()I")
                .method("isFrozen()Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"class: a.Bean", "subtype-of: a.Api", "class: '**'", "class: 'a.Bean*'"})
    void aSubclassHasTheRuleOfTheClassThatItIsMadeFrom(String match) {
        assertThat(matched(match, cglib())).contains("get()I for a.Bean");
    }

    @Test
    void whatOnlyTheGeneratorKnowsAndWhatEndsElsewhereIsNotMatched() {
        assertThat(matched("subtype-of: a.Api", cglib())).containsExactly("get()I for a.Bean");
    }

    @Test
    void aMethodThatIsInheritedIsCountedForTheClassThatDeclaresIt() {
        assertThat(matched("class: a.Base", cglib())).containsExactly("inherited()V for a.Base");
    }

    @Test
    void patternsThatMeanTheProxyStillDo() {
        assertThat(matched("class: 'a.Bean$$*'", cglib())).contains("get()I for a.Bean", "inherited()V for a.Base");
    }

    @Test
    void theTargetGovernsWhereTheRuleSaysSo() {
        assertThat(matched("{class: a.Bean, proxies: target}", cglib())).isEmpty();
    }

    @Test
    void aBridgeStandsForTheMethodThatItCalls() {
        Type proxy = type(CGLIB).extending("a/Bean").method(BRIDGE, "find(Ljava/lang/Object;)Ljava/lang/Object;");

        assertThat(matched("class: a.Bean", proxy))
                .containsExactly("find(Ljava/lang/Object;)Ljava/lang/Object; for a.Bean.find(java.lang.String)");
        assertThat(MethodMatcher.match(subject("a/Bean"), index("class: a.Bean").candidates("a/Bean", false))
                        .woven())
                .filteredOn(matched -> matched.method().name().equals("find"))
                .singleElement()
                .satisfies(matched ->
                        assertThat(matched.bridges()).containsExactly("(Ljava/lang/Object;)Ljava/lang/Object;"));
    }

    @Test
    void aProxyOfAProxyIsCountedForWhatPeopleWrote() {
        cglib();
        Type second = type(CGLIB + "$$EnhancerByCGLIB$$1").extending(CGLIB).method("get()I");

        assertThat(matched("class: a.Bean", second)).containsExactly("get()I for a.Bean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/Bean$$EnhancerBySpringCGLIB$$1f",
                "a/Bean$$EnhancerByGuice$$12",
                "a/Bean_$$_jvst1_0",
                "a/Bean$ByteBuddy$x",
                "a/Bean$HibernateProxy$x",
                "a/Bean$Proxy$_$$_WeldClientProxy",
                "a/Bean$$OwbNormalScopeProxy0",
                "a/$Bean$Definition$Intercepted"
            })
    void generatorsAreKnownByTheNamesThatTheyGive(String name) {
        assertThat(matched("class: a.Bean", type(name).extending("a/Bean").method("get()I")))
                .containsExactly("get()I for a.Bean");
    }

    @Test
    void arcIsKnownByItsInterfacesToo() {
        Type ofArc = type("a/Bean_ClientProxy")
                .extending("a/Bean")
                .implementing("io/quarkus/arc/ClientProxy")
                .method("get()I");

        assertThat(matched("class: a.Bean", ofArc)).containsExactly("get()I for a.Bean");
        assertThat(ProxyMatcher.isProxy(ClassFile.read(
                        type("a/Bean_Subclass").extending("a/Bean").bytes())))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/BeanProxy", "a/Bean$1", "a/Bean$$anon$1", "a/MyBean", "a/Other$$SpringCGLIB$$0"})
    void subclassesThatPeopleWriteAreNone(String name) {
        assertThat(ProxyMatcher.isProxy(
                        ClassFile.read(type(name).extending("a/Bean").bytes())))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"class: a.Api", "subtype-of: a.Api", "class: 'a.*'"})
    void aProxyOfTheJdkIsCountedForItsInterface(String match) {
        Type proxy = jdkProxy("a/Api", "org/springframework/aop/framework/Advised");

        assertThat(matched(match, proxy)).containsExactly("get()I for a.Api");
    }

    @Test
    void inheritedMethodsOfInterfacesAreTheirOwnToo() {
        assertThat(matched("class: a.More", jdkProxy("a/More"))).containsExactly("get()I for a.More");
        assertThat(matched("class: a.Api", jdkProxy("a/More"))).containsExactly("get()I for a.Api");
    }

    @Test
    void aProxyOfTheJdkIsNoneOfTheClassesBehindIt() {
        assertThat(matched("class: a.Bean", jdkProxy("a/Api"))).isEmpty();
        assertThat(matched("class: '**'", jdkProxy("java/util/Queue"))).isEmpty();
        assertThat(matched("{subtype-of: a.Api, proxies: target}", jdkProxy("a/Api")))
                .isEmpty();
    }

    private Type jdkProxy(String... interfaces) {
        return type("jdk/proxy1/$Proxy7")
                .extending("java/lang/reflect/Proxy")
                .implementing(interfaces)
                .method("get()I")
                .method("isFrozen()Z")
                .method("equals(Ljava/lang/Object;)Z");
    }

    private List<String> matched(String match, Type proxy) {
        files.put(proxy.name, proxy.bytes());
        assertThat(ProxyMatcher.isProxy(subject(proxy.name).classFile())).isTrue();
        return ProxyMatcher.match(subject(proxy.name), index(match)).woven().stream()
                .map(each -> each.method().name() + each.method().descriptor() + " for " + each.standsFor()
                        + (each.method().descriptor().equals(each.declared().descriptor())
                                ? ""
                                : "." + each.declared().signature()))
                .toList();
    }

    private Subject subject(String name) {
        byte[] bytes = files.containsKey(name) ? files.get(name) : null;
        return new Subject(ClassFile.read(bytes), new Supertypes(this::read), () -> "", false);
    }

    private byte[] read(String name) {
        return files.containsKey(name) ? files.get(name) : new LoaderSource(null, null).read(name);
    }

    private static ClassIndex index(String match) {
        String rule = match.startsWith("{") ? match : "{" + match + "}";
        try {
            return new ClassIndex(RulesReader.read(
                            "test", Map.of("f.yml", "version: 1\nrules:\n  - {name: a, match: " + rule + "}\n"))
                    .rules());
        } catch (io.datapunk.retry.agent.rules.RulesException e) {
            throw new AssertionError(e);
        }
    }

    private Type type(String name) {
        return new Type(name);
    }

    /** A class file in the making; what it extends and implements is said before its methods. */
    private final class Type {
        private final String name;
        private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        private String superName = "java/lang/Object";
        private String[] interfaces = {};
        private int access = Opcodes.ACC_PUBLIC;
        private boolean begun;

        Type(String name) {
            this.name = name;
        }

        Type isInterface(String... extended) {
            access |= Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
            return implementing(extended);
        }

        Type extending(String type) {
            superName = type;
            return this;
        }

        Type implementing(String... types) {
            interfaces = types;
            return this;
        }

        Type method(String nameAndDescriptor) {
            return method(Opcodes.ACC_PUBLIC, nameAndDescriptor);
        }

        Type method(int flags, String nameAndDescriptor) {
            write(flags, nameAndDescriptor, null);
            return this;
        }

        Type annotated(String annotation, String nameAndDescriptor) {
            write(Opcodes.ACC_PUBLIC, nameAndDescriptor, annotation);
            return this;
        }

        private void write(int flags, String nameAndDescriptor, String annotation) {
            begin();
            int at = nameAndDescriptor.indexOf('(');
            MethodVisitor method = writer.visitMethod(
                    flags, nameAndDescriptor.substring(0, at), nameAndDescriptor.substring(at), null, null);
            if (annotation != null) {
                AnnotationVisitor visitor = method.visitAnnotation(annotation, true);
                visitor.visitEnd();
            }
            if ((flags & Opcodes.ACC_ABSTRACT) == 0) {
                method.visitCode();
                method.visitInsn(Opcodes.ACONST_NULL);
                method.visitInsn(Opcodes.ATHROW);
                method.visitMaxs(0, 0);
            }
            method.visitEnd();
            files.put(name, writer.toByteArray());
        }

        private void begin() {
            if (!begun) {
                writer.visit(Opcodes.V1_8, access, name, null, superName, interfaces);
                begun = true;
            }
        }

        byte[] bytes() {
            begin();
            return writer.toByteArray();
        }
    }
}
