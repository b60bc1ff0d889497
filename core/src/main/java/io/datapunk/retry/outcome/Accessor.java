package io.datapunk.retry.outcome;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * One step of a property path: a method by its name, or by its property's name ({@code status} finds {@code getStatus}
 * and {@code isStatus}), or a public field. Found once per class.
 *
 * <p>Immutable and thread-safe. Remembered in the class itself, so that no class is held.
 */
final class Accessor {

    private final String name;
    private final boolean parentheses;
    private final Object[] arguments;
    private final ClassValue<Found> found = new ClassValue<Found>() {
        @Override
        protected Found computeValue(final Class<?> type) {
            try { // found by the agent: an application that a security manager does not trust may not look
                return AccessController.doPrivileged(new PrivilegedAction<Found>() {
                    @Override
                    public Found run() {
                        return new Found(new AccessorLookup(name, arguments).find(type));
                    }
                });
            } catch (LinkageError e) {
                return new Found(null); // the class names types that are not there
            }
        }
    };

    Accessor(String name, boolean parentheses, Object[] arguments) {
        this.name = name;
        this.parentheses = parentheses;
        this.arguments = arguments;
    }

    String name() {
        return name;
    }

    /** Whether it is written with parentheses, and so can only be a method. */
    boolean hasParentheses() {
        return parentheses;
    }

    Object read(Object from, String path) {
        Member member = found.get(from.getClass()).member;
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            if (member instanceof Method) {
                return ((Method) member).invoke(from, arguments);
            }
            if (member instanceof Field && !parentheses) {
                return ((Field) member).get(from);
            }
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt(); // the code that interrupted is to see it
            }
            throw unreadable(from, path, "it threw " + e.getCause().getClass().getName(), e.getCause());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw unreadable(from, path, "it is not accessible", e);
        } finally {
            own.depth--;
        }
        throw UnreadablePropertyException.missing(message(from, path, "there is no such accessor"));
    }

    private UnreadablePropertyException unreadable(Object from, String path, String why, Throwable cause) {
        return new UnreadablePropertyException(message(from, path, why), cause);
    }

    private String message(Object from, String path, String why) {
        return path + " cannot be read: " + name + " of " + from.getClass().getName() + ": " + why;
    }

    /** Never {@code null} itself: a class value must not be. */
    private static final class Found {
        final Member member;

        Found(Member member) {
            this.member = member;
        }
    }
}
