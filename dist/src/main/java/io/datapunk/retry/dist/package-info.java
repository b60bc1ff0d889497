/**
 * The last step of the build: packs the agent's jar from the compiled modules and the libraries that they use. May use
 * the JDK and ASM.
 */
package io.datapunk.retry.dist;
