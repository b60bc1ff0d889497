/** Makes the tables of {@code docs/compatibility.md} from what the forked tests have seen. Uses nothing but the JDK. */
package io.datapunk.retry.compatibility;
