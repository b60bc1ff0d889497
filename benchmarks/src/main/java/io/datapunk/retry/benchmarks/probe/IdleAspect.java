package io.datapunk.retry.benchmarks.probe;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;

/** One rule for AspectJ's weaver, which matches nothing. */
@Aspect
public class IdleAspect {

    @Around("execution(* com.acme.Client.call(..))")
    public Object around(ProceedingJoinPoint call) throws Throwable {
        return call.proceed();
    }
}
