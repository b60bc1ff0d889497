/** Small programs that are measured as whole JVMs; they use nothing but the JDK, and the classes beside them. */
package io.datapunk.retry.benchmarks.probe;
