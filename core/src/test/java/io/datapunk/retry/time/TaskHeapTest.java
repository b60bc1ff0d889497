package io.datapunk.retry.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaskHeapTest {

    private final TaskHeap heap = new TaskHeap();
    private final PriorityQueue<ScheduledTask> reference =
            new PriorityQueue<>((one, other) -> one.comesBefore(other) ? -1 : 1);
    private long number;

    @Test
    void givesWhatAPriorityQueueGives() {
        Random random = new Random(18);
        for (int i = 0; i < 100_000; i++) {
            if (reference.isEmpty() || random.nextInt(100) < 52) {
                ScheduledTask task = task(random.nextInt(1_000));
                reference.add(task);
                heap.add(task);
            } else {
                assertThat(heap.first()).isSameAs(reference.poll());
                heap.removeFirst();
            }
        }
        while (!reference.isEmpty()) {
            assertThat(heap.first()).isSameAs(reference.poll());
            heap.removeFirst();
        }
        assertThat(heap.first()).isNull();
    }

    @Test
    void keepsWhatIsAliveAndAtMostAsMuchOfTheRest() {
        Random random = new Random(19);
        List<ScheduledTask> alive = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            ScheduledTask task = task(random.nextInt());
            heap.add(task);
            if (i % 100 == 0) {
                alive.add(task);
            } else {
                task.cancel();
            }
            assertThat(heap.size()).isLessThanOrEqualTo(2 * alive.size() + 2 + TaskHeap.SLACK);
        }
        List<ScheduledTask> left = new ArrayList<>();
        while (heap.first() != null) {
            if (!heap.first().isCancelled()) {
                left.add(heap.first());
            }
            heap.removeFirst();
        }
        alive.sort((one, other) -> one.comesBefore(other) ? -1 : 1);
        assertThat(left).isEqualTo(alive);
    }

    private ScheduledTask task(long dueNanos) {
        ScheduledTask task = new ScheduledTask(() -> {}, dueNanos);
        task.number = number++;
        return task;
    }
}
