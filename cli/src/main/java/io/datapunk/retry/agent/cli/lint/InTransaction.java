package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.match.GeneratedClass;
import io.datapunk.retry.agent.rules.Glob;
import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.WarningId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Methods that run within a transaction which was begun above them: most databases refuse everything in it after the
 * first failure, so that repeating the body alone fails again.
 */
final class InTransaction implements MethodLint {

    private static final Set<String> TRANSACTIONAL = new HashSet<>(Arrays.asList(
            "org.springframework.transaction.annotation.Transactional",
            "javax.transaction.Transactional",
            "jakarta.transaction.Transactional",
            "javax.ejb.TransactionAttribute",
            "jakarta.ejb.TransactionAttribute",
            "com.google.inject.persist.Transactional",
            "io.ebean.annotation.Transactional",
            "io.micronaut.transaction.annotation.Transactional",
            "org.apache.deltaspike.jpa.api.transaction.Transactional",
            "org.jdbi.v3.sqlobject.transaction.Transaction",
            "org.mybatis.guice.transactional.Transactional",
            "org.skife.jdbi.v2.sqlobject.Transaction"));

    /** Beans whose business methods have a transaction unless they say otherwise. */
    private static final Set<String> ENTERPRISE_BEANS = new HashSet<>(Arrays.asList(
            "javax.ejb.Stateless",
            "javax.ejb.Stateful",
            "javax.ejb.Singleton",
            "javax.ejb.MessageDriven",
            "jakarta.ejb.Stateless",
            "jakarta.ejb.Stateful",
            "jakarta.ejb.Singleton",
            "jakarta.ejb.MessageDriven"));

    private static final String[] TRANSACTION_MANAGEMENT = {
        "javax.ejb.TransactionManagement", "jakarta.ejb.TransactionManagement"
    };

    /** Of the elements of these annotations: the method runs outside of any transaction. */
    private static final String[] NONE = {"NEVER", "NOT_SUPPORTED"};

    /** What frameworks call within a transaction of theirs. */
    private static final KnownMethods CALLBACKS = KnownMethods.of(
            "org.springframework.transaction.support.TransactionCallback doInTransaction",
            "org.springframework.transaction.support.TransactionCallbackWithoutResult doInTransactionWithoutResult",
            "org.springframework.transaction.reactive.TransactionCallback doInTransaction",
            "org.springframework.orm.hibernate5.HibernateCallback doInHibernate",
            "org.hibernate.jdbc.Work execute",
            "org.hibernate.jdbc.ReturningWork execute",
            "org.jooq.TransactionalCallable run",
            "org.jooq.TransactionalRunnable run",
            "org.jdbi.v3.core.HandleCallback withHandle",
            "org.jdbi.v3.core.HandleConsumer useHandle");

    /** What runs in the transaction of its connection, where there is one. */
    private static final KnownMethods OF_A_CONNECTION = KnownMethods.of(
            "java.sql.Statement execute executeQuery executeUpdate executeBatch executeLargeUpdate executeLargeBatch",
            "java.sql.Connection commit rollback setSavepoint releaseSavepoint",
            "javax.persistence.EntityManager persist merge remove find getReference flush refresh lock",
            "jakarta.persistence.EntityManager persist merge remove find getReference flush refresh lock",
            "javax.persistence.Query getResultList getSingleResult executeUpdate",
            "jakarta.persistence.Query getResultList getSingleResult executeUpdate",
            "javax.persistence.EntityTransaction commit",
            "jakarta.persistence.EntityTransaction commit");

    private static final String REPEATED =
            "its body is repeated within the transaction that the first failure has doomed; ";

    @Override
    public WarningId id() {
        return WarningId.IN_TRANSACTION;
    }

    @Override
    public String look(MatchedMethod method) {
        if (method.method().isStatic() || GeneratedClass.isNamedSo(method.type().name())) {
            return null; // what is generated begins the transaction
        }
        String annotation = annotation(method);
        if (annotation != null) {
            return ofAnnotated(method, annotation);
        }
        String callback = CALLBACKS.typeOf(method.supertypes(), method.method().name());
        if (callback != null) {
            return method + " is called within a transaction (" + callback + "): " + REPEATED
                    + "put the rule on the method that hands it to the template";
        }
        String connected =
                OF_A_CONNECTION.typeOf(method.supertypes(), method.method().name());
        return connected == null
                ? null
                : method + " (" + connected + ") runs in the transaction of its connection, unless that is in"
                        + " auto-commit: then " + REPEATED + "put the rule where the transaction begins";
    }

    private static String ofAnnotated(MatchedMethod method, String annotation) {
        String runs = method + " runs in a transaction (" + annotation + ")";
        if (isBean(annotation)) {
            return runs + ", which the container begins around it: " + REPEATED
                    + "put the rule on the method that calls the bean";
        }
        String without = withoutProxy(method);
        if (without != null) {
            return runs + ", and " + without + ": " + REPEATED + "docs/warnings.md says where to put the rule";
        }
        return runs
                + ": through a generated proxy each attempt has a new one, but called from its own class, or where one"
                + " is open already, " + REPEATED + "then put the rule where the transaction begins";
    }

    /** Why no proxy is retried in place of the method; {@code null}: one may be. */
    private static String withoutProxy(MatchedMethod method) {
        if (method.rule().match().targetGoverns()) {
            return "proxies: target has the method behind the proxy retried";
        }
        if (method.type().isFinal() || !method.method().canBeOverridden()) {
            return "no generated class can override it";
        }
        for (String above : method.supertypes()) {
            ClassFile file = above.startsWith("java.") ? null : method.classes().file(above);
            if (file != null
                    && file.isInterface()
                    && !isNamed(method.rule().match(), above)
                    && declares(file, method.method())) {
                return "a proxy of the JDK for its interface is not the rule's, which would have to name " + above
                        + " (a generated subclass is)";
            }
        }
        return null;
    }

    private static boolean isNamed(MatchSpec match, String type) {
        boolean named = match.subtypeOf().contains(type);
        for (Glob glob : match.classes()) {
            named |= glob.matches(type);
        }
        return named;
    }

    private static boolean declares(ClassFile file, MethodInfo method) {
        for (MethodInfo declared : file.methods()) {
            if (declared.name().equals(method.name()) && declared.descriptor().equals(method.descriptor())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBean(String annotation) {
        return ENTERPRISE_BEANS.contains(annotation) || annotation.contains(".ejb.");
    }

    /** The annotation that says so, of the method, its class, or one above; {@code null}: there is none. */
    private static String annotation(MatchedMethod method) {
        String own = ofMember(method, method.type(), method.method());
        if (own != null) {
            return own.isEmpty() ? null : own;
        }
        for (String above : method.supertypes()) {
            if (above.equals(method.className()) || above.startsWith("java.")) {
                continue;
            }
            ClassFile file = method.classes().file(above);
            if (file == null) {
                continue;
            }
            for (MethodInfo overridden : file.methods()) {
                boolean same = overridden.name().equals(method.method().name())
                        && overridden.descriptor().equals(method.method().descriptor());
                String found = same ? ofMember(method, file, overridden) : null;
                if (found != null) {
                    return found.isEmpty() ? null : found;
                }
            }
            String found = of(method.classes(), file, "", file.annotations());
            if (found != null && !found.isEmpty()) {
                return found;
            }
        }
        return null;
    }

    /** An empty text: it says that there is no transaction. */
    private static String ofMember(MatchedMethod matched, ClassFile file, MethodInfo member) {
        String ofMethod = of(matched.classes(), file, member.name() + member.descriptor(), member.annotations());
        return ofMethod != null ? ofMethod : of(matched.classes(), file, "", file.annotations());
    }

    private static String of(CheckedClasses classes, ClassFile file, String member, List<String> annotations) {
        String transactional = null;
        for (String annotation : annotations) {
            if (TRANSACTIONAL.contains(annotation)) {
                return has(classes, file, member, annotation, NONE) ? "" : annotation;
            }
            if (ENTERPRISE_BEANS.contains(annotation)) {
                transactional = hasBeanManaged(classes, file) ? "" : annotation;
            } else if (transactional == null && isMeta(classes, annotation, 0)) {
                transactional = annotation;
            }
        }
        return transactional;
    }

    private static boolean hasBeanManaged(CheckedClasses classes, ClassFile file) {
        for (String management : TRANSACTION_MANAGEMENT) {
            if (has(classes, file, "", management, "BEAN")) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(
            CheckedClasses classes, ClassFile file, String member, String annotation, String... constants) {
        ClassCode code = classes.code(file.name());
        for (String constant : constants) {
            if (code != null && code.hasConstant(member, annotation, constant)) {
                return true;
            }
        }
        return false;
    }

    /** An annotation of somebody's own that carries such a one. */
    private static boolean isMeta(CheckedClasses classes, String annotation, int depth) {
        if (depth > 2 || annotation.startsWith("java.") || annotation.startsWith("kotlin.")) {
            return false;
        }
        ClassFile file = classes.file(annotation);
        if (file == null) {
            return false;
        }
        for (String above : file.annotations()) {
            if (TRANSACTIONAL.contains(above)
                    || ENTERPRISE_BEANS.contains(above)
                    || isMeta(classes, above, depth + 1)) {
                return true;
            }
        }
        return false;
    }
}
