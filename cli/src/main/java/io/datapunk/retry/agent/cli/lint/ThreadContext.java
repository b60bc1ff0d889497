package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;

/** Asynchronous methods that read what belongs to the calling thread: a later attempt runs on another one. */
final class ThreadContext implements MethodLint {

    private static final KnownMethods OF_THE_THREAD = KnownMethods.of(
            "java.lang.ThreadLocal get",
            "java.lang.ScopedValue get orElse orElseThrow isBound",
            "javax.security.auth.Subject getSubject current",
            "org.slf4j.MDC get getCopyOfContextMap",
            "org.apache.log4j.MDC get getContext",
            "org.apache.logging.log4j.ThreadContext get getContext getImmutableContext",
            "org.jboss.logging.MDC get getMap",
            "org.springframework.context.i18n.LocaleContextHolder *",
            "org.springframework.security.core.context.SecurityContextHolder getContext",
            "org.springframework.transaction.support.TransactionSynchronizationManager *",
            "org.springframework.web.context.request.RequestContextHolder *",
            "org.hibernate.SessionFactory getCurrentSession",
            "org.apache.shiro.SecurityUtils getSubject",
            "io.grpc.Context current",
            "io.grpc.Context$Key get",
            "io.opentelemetry.api.baggage.Baggage current",
            "io.opentelemetry.api.trace.Span current",
            "io.opentelemetry.context.Context current",
            "io.opentracing.Tracer activeSpan",
            "io.opentracing.ScopeManager activeSpan",
            "brave.Tracer currentSpan",
            "io.micrometer.tracing.Tracer currentSpan",
            "io.vertx.core.Vertx currentContext",
            "javax.faces.context.FacesContext getCurrentInstance",
            "jakarta.faces.context.FacesContext getCurrentInstance");

    @Override
    public WarningId id() {
        return WarningId.THREAD_CONTEXT;
    }

    @Override
    public String look(MatchedMethod method) {
        if (!method.isAsynchronous()) {
            return null;
        }
        // Of a stream what is subscribed to is built once, and its lambdas run again.
        String call = OF_THE_THREAD.firstOf(
                method.returnsStream() ? method.callsOfLambdas() : method.calls(), method.classes());
        return call == null
                ? null
                : method + " reads what belongs to the calling thread (" + call + "): a later attempt runs on another"
                        + " thread, and finds it empty; hand the value over as an argument, or put the rule on "
                        + "the method"
                        + " that needs no context";
    }
}
