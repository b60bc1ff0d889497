package io.datapunk.retry.agent.woven;

import io.datapunk.retry.agent.classfile.Descriptors;
import java.util.Collections;
import java.util.List;

/** What is to be known of a method for its woven method. Immutable. */
public final class WovenSignature {
    private final String name;
    private final String descriptor;
    private final List<String> bridges;
    private final boolean runsElsewhere;
    private final String carried;

    /** Name, and descriptor as class files have it. */
    public WovenSignature(String name, String descriptor) {
        this(name, descriptor, Collections.<String>emptyList(), false, null);
    }

    /**
     * The same, of a method that proxies may stand before.
     *
     * @param bridges descriptors of the bridges to the method
     * @param runsElsewhere whether proxies hand its calls to another thread
     */
    public WovenSignature(String name, String descriptor, List<String> bridges, boolean runsElsewhere) {
        this(name, descriptor, bridges, runsElsewhere, null);
    }

    private WovenSignature(
            String name, String descriptor, List<String> bridges, boolean runsElsewhere, String carried) {
        this.name = name;
        this.descriptor = descriptor;
        this.bridges = bridges;
        this.runsElsewhere = runsElsewhere;
        this.carried = carried;
    }

    /**
     * The same, of a method whose future or stream carries this type.
     *
     * @param type as people write it; {@code null}: not known
     */
    public WovenSignature carrying(String type) {
        return new WovenSignature(name, descriptor, bridges, runsElsewhere, type);
    }

    String carried() {
        return carried;
    }

    /** Name and parameters as people write them. */
    String signature() {
        return Descriptors.signature(name, descriptor);
    }

    String name() {
        return name;
    }

    String descriptor() {
        return descriptor;
    }

    List<String> bridges() {
        return bridges;
    }

    boolean runsElsewhere() {
        return runsElsewhere;
    }

    /** As people write it. */
    String returnType() {
        return Descriptors.returnType(descriptor);
    }
}
