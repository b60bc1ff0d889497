package io.datapunk.retry.agent.weave;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.utility.dispatcher.JavaDispatcher;

/**
 * A dispatcher of Byte Buddy that is made when it is first asked. The library makes some 65 of them, each a proxy of
 * the JDK, in static initialisers; weaving asks hardly one. The build adds an implementation of each dispatcher's
 * interface that extends this class, and has the library's static initialisers take it. What is asked is answered by
 * the library's own dispatcher.
 *
 * <p>Thread-safe. Two threads may make the same dispatcher at the same time. A failure is thrown to the caller and not
 * kept: the next call tries again.
 */
@SuppressWarnings("removal") // Byte Buddy asks for its dispatchers with the rights of its own code, too
public abstract class LazyDispatcher implements PrivilegedAction<Object> {

    private static final Set<String> ASKED = new TreeSet<>();

    private final Class<?> type;
    private final ClassLoader loader;
    private volatile Object dispatcher;

    /**
     * For the generated subclasses.
     *
     * @param type the interface of the dispatcher
     * @param loader of the class that the dispatcher calls; {@code null}: the bootstrap loader
     */
    protected LazyDispatcher(Class<?> type, ClassLoader loader) {
        this.type = type;
        this.loader = loader;
    }

    /** Takes the place of the library's action, which would make the dispatcher. */
    @Override
    public final Object run() {
        return this;
    }

    /** The library's dispatcher. */
    protected final Object dispatcher() {
        Object known = dispatcher;
        if (known == null) {
            known = AccessController.doPrivileged(JavaDispatcher.of(type, loader));
            dispatcher = known;
            synchronized (ASKED) {
                ASKED.add(type.getName());
            }
        }
        return known;
    }

    /** The interfaces of the dispatchers that were made so far; for tests. */
    static Set<String> asked() {
        synchronized (ASKED) {
            return new TreeSet<>(ASKED);
        }
    }
}
