package io.datapunk.retry.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fetches the orders 1 to N with a few threads, adds them up, says which failures it met, and ends at the end of its
 * input: {@code OrderApp http://HOST:PORT N}.
 */
public final class OrderApp {
    private static final int THREADS = 4;

    private OrderApp() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        OrderClient client = new OrderClient(args[0]);
        int orders = Integer.parseInt(args[1]);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Order>> answers = new ArrayList<>();
        for (int i = 1; i <= orders; i++) {
            int id = i;
            answers.add(threads.submit(() -> client.fetchOrder(id)));
        }
        threads.shutdown();
        report(answers);
        int input = System.in.read();
        while (input >= 0) { // the process that started us may want to look at us first
            input = System.in.read();
        }
    }

    private static void report(List<Future<Order>> answers) throws InterruptedException {
        int fetched = 0;
        long cents = 0;
        Map<String, Integer> failures = new TreeMap<>();
        for (Future<Order> answer : answers) {
            try {
                cents += answer.get().cents();
                fetched++;
            } catch (ExecutionException e) {
                failures.merge(e.getCause().toString(), 1, Integer::sum);
            }
        }
        System.out.println("fetched " + fetched + " of " + answers.size());
        System.out.println("sum " + cents);
        failures.forEach((failure, times) -> System.out.println("failed " + times + " x " + failure));
        System.out.println("done");
    }
}
