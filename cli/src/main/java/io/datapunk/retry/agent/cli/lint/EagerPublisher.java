package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.cli.lint.ClassCode.Call;
import io.datapunk.retry.agent.rules.WarningId;
import java.util.Collections;
import java.util.List;

/**
 * Streams of work that has begun, or ended, before somebody subscribes: a second subscription gets the same outcome.
 */
final class EagerPublisher implements MethodLint {

    private static final KnownMethods OF_BEGUN_WORK = KnownMethods.of(
            "reactor.core.publisher.Mono fromFuture fromCompletionStage cache share toProcessor",
            "reactor.core.publisher.Flux cache replay share publish",
            "reactor.core.publisher.Sinks$One asMono",
            "reactor.core.publisher.Sinks$Empty asMono",
            "reactor.core.publisher.Sinks$Many asFlux",
            "io.reactivex.Single fromFuture cache",
            "io.reactivex.Maybe fromFuture cache",
            "io.reactivex.Completable fromFuture cache",
            "io.reactivex.Observable fromFuture cache replay",
            "io.reactivex.Flowable fromFuture cache replay",
            "io.reactivex.rxjava3.core.Single fromFuture fromCompletionStage cache",
            "io.reactivex.rxjava3.core.Maybe fromFuture fromCompletionStage cache",
            "io.reactivex.rxjava3.core.Completable fromFuture fromCompletionStage cache",
            "io.reactivex.rxjava3.core.Observable fromFuture fromCompletionStage cache replay",
            "io.reactivex.rxjava3.core.Flowable fromFuture fromCompletionStage cache replay");

    private static final KnownMethods OF_A_FAILURE = KnownMethods.of(
            "reactor.core.publisher.Mono error",
            "reactor.core.publisher.Flux error",
            "io.reactivex.Single error",
            "io.reactivex.Maybe error",
            "io.reactivex.Completable error",
            "io.reactivex.Observable error",
            "io.reactivex.Flowable error",
            "io.reactivex.rxjava3.core.Single error",
            "io.reactivex.rxjava3.core.Maybe error",
            "io.reactivex.rxjava3.core.Completable error",
            "io.reactivex.rxjava3.core.Observable error",
            "io.reactivex.rxjava3.core.Flowable error");

    @Override
    public WarningId id() {
        return WarningId.EAGER_PUBLISHER;
    }

    @Override
    public String look(MatchedMethod method) {
        ClassCode code = method.returnsStream() ? method.code() : null;
        if (code == null) {
            return null;
        }
        for (Call call : method.calls()) {
            List<Call> one = Collections.singletonList(call);
            boolean takesSupplier = call.descriptor().contains("Supplier;");
            String begun = takesSupplier ? null : OF_BEGUN_WORK.firstOf(one, method.classes());
            if (begun != null) {
                return method + " returns a stream of work that has already begun when somebody subscribes (" + begun
                        + "): a retry subscribes again, and gets the same failure; wrap the whole in defer, or give a"
                        + " Supplier";
            }
            boolean isCaught = !takesSupplier && code.catches(method.key());
            String failed = isCaught ? OF_A_FAILURE.firstOf(one, method.classes()) : null;
            if (failed != null) {
                return method + " returns a stream of a failure that it has caught (" + failed
                        + "): a retry subscribes again, and gets the same failure, since the work was done "
                        + "already; wrap"
                        + " the whole in defer or fromCallable";
            }
        }
        return null;
    }
}
