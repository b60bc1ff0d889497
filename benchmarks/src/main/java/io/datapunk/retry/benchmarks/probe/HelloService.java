package io.datapunk.retry.benchmarks.probe;

import java.io.IOException;

/** {@link Hello} with a method that a rule names: the first class that is woven. */
public final class HelloService {

    private HelloService() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(greet("Hello"));
    }

    static String greet(String word) throws IOException {
        if (word.isEmpty()) {
            throw new IOException("no word");
        }
        return word;
    }
}
