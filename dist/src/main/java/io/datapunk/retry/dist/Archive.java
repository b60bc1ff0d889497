package io.datapunk.retry.dist;

/** The archives of classes in the agent's jar, in the order in which the isolated class loader asks them. */
enum Archive {
    /** What every start of the agent loads. */
    START("start"),
    /** What the first woven class loads besides, and all further classes of the agent's own. */
    WEAVE("weave"),
    /** Further classes of libraries, and adapters for libraries of applications. */
    MORE("more"),
    /** Further classes of Byte Buddy, which hardly anybody needs. */
    REST("rest"),
    /** What only the command line uses. */
    COMMANDS("commands");

    private final String label;

    Archive(String label) {
        this.label = label;
    }

    /** The entry of the jar. */
    String entry() {
        return "datapunk-retry/" + label + ".zip.gz";
    }

    /** The file that lists its classes, for those that are chosen by a list. */
    String list() {
        return label + ".txt";
    }
}
