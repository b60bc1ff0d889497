package io.datapunk.retry.agent.async;

/** The adapters of one library; made by reflection, in the loader that sees the library. */
public interface AdapterLibrary {

    /**
     * The adapter of a type.
     *
     * @param type binary name; one that {@link Adapters} has for the library
     */
    AsyncAdapter adapterOf(String type);
}
