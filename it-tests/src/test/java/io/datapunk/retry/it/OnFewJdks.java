package io.datapunk.retry.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link OnEachJdk}, for tests that take long and have shown nothing in between that the oldest and the newest do
 * not: run on these two, and on each with the profile {@code long}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("io.datapunk.retry.it.TestJdks#few")
@interface OnFewJdks {}
