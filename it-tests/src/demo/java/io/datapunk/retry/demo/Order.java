package io.datapunk.retry.demo;

/** One order as the server tells it: {@code ID;CENTS}. */
public final class Order {
    private final int id;
    private final long cents;

    private Order(int id, long cents) {
        this.id = id;
        this.cents = cents;
    }

    static Order parse(String text) throws OrderException {
        int semicolon = text.indexOf(';');
        try {
            return new Order(
                    Integer.parseInt(text.substring(0, semicolon).trim()),
                    Long.parseLong(text.substring(semicolon + 1).trim()));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new OrderException("not an order: " + text);
        }
    }

    public int id() {
        return id;
    }

    public long cents() {
        return cents;
    }
}
