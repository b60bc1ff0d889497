package io.datapunk.retry.demo;

/** The server has answered, and it is not an order. */
public final class OrderException extends Exception {
    private static final long serialVersionUID = 1L;

    public OrderException(String message) {
        super(message);
    }
}
