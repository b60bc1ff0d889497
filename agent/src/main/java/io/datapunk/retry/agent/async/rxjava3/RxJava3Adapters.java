package io.datapunk.retry.agent.async.rxjava3;

import io.datapunk.retry.agent.async.AdapterLibrary;
import io.datapunk.retry.agent.async.AsyncAdapter;
import io.datapunk.retry.agent.async.FollowedCall;
import io.datapunk.retry.agent.async.streams.RetryPublisher;
import io.datapunk.retry.agent.async.streams.SettledPublisher;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import org.reactivestreams.Publisher;

/** The five types of RxJava 3, each by way of a {@code Flowable}. Stateless. */
public final class RxJava3Adapters implements AdapterLibrary {

    /** Called by reflection. */
    public RxJava3Adapters() {}

    @Override
    public AsyncAdapter adapterOf(String type) {
        switch (type.substring(type.lastIndexOf('.') + 1)) {
            case "Single":
                return new OfSingle();
            case "Completable":
                return new OfCompletable();
            case "Maybe":
                return new OfMaybe();
            case "Observable":
                return new OfObservable();
            default:
                return new OfFlowable();
        }
    }

    /** What the types have in common: there and back. */
    private abstract static class Adapter implements AsyncAdapter {

        abstract Publisher<Object> there(Object type);

        abstract Object back(Publisher<Object> publisher);

        abstract boolean isSingle();

        @Override
        public final Object follow(Object returned, FollowedCall call) {
            return back(new RetryPublisher<>(there(returned), call, isSingle()));
        }

        @Override
        public final Object failed(Throwable failure) {
            return back(new SettledPublisher(null, failure));
        }

        @Override
        public final Object completed(Object value) {
            return back(new SettledPublisher(value, null));
        }
    }

    @SuppressWarnings("unchecked") // of the type that the method returns
    private static final class OfSingle extends Adapter {
        @Override
        Publisher<Object> there(Object type) {
            return ((Single<Object>) type).toFlowable();
        }

        @Override
        Object back(Publisher<Object> publisher) {
            return Single.fromPublisher(publisher);
        }

        @Override
        boolean isSingle() {
            return true;
        }
    }

    private static final class OfCompletable extends Adapter {
        @Override
        Publisher<Object> there(Object type) {
            return ((Completable) type).toFlowable();
        }

        @Override
        Object back(Publisher<Object> publisher) {
            return Completable.fromPublisher(publisher);
        }

        @Override
        boolean isSingle() {
            return false;
        }
    }

    @SuppressWarnings("unchecked") // of the type that the method returns
    private static final class OfMaybe extends Adapter {
        @Override
        Publisher<Object> there(Object type) {
            return ((Maybe<Object>) type).toFlowable();
        }

        @Override
        Object back(Publisher<Object> publisher) {
            return Flowable.fromPublisher(publisher).singleElement();
        }

        @Override
        boolean isSingle() {
            return true;
        }
    }

    @SuppressWarnings("unchecked") // of the type that the method returns
    private static final class OfObservable extends Adapter {
        @Override
        Publisher<Object> there(Object type) {
            return ((Observable<Object>) type).toFlowable(BackpressureStrategy.MISSING); // its observer takes all
        }

        @Override
        Object back(Publisher<Object> publisher) {
            return Flowable.fromPublisher(publisher).toObservable();
        }

        @Override
        boolean isSingle() {
            return false;
        }
    }

    @SuppressWarnings("unchecked") // of the type that the method returns
    private static final class OfFlowable extends Adapter {
        @Override
        Publisher<Object> there(Object type) {
            return (Flowable<Object>) type;
        }

        @Override
        Object back(Publisher<Object> publisher) {
            return Flowable.fromPublisher(publisher);
        }

        @Override
        boolean isSingle() {
            return false;
        }
    }
}
