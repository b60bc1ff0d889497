package com.acme.boot;

import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service in front of a gateway; prints the port that it listens on. */
@SpringBootApplication
@RestController
public class Application {
    private final Gateway gateway = new Gateway();

    /** Starts it on a port that is free. */
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    /** Charges once. */
    @GetMapping("/charge")
    public String charge() throws IOException {
        return gateway.charge("ACME");
    }

    /** Tells the process that has started it where it is. */
    @EventListener
    public void listens(WebServerInitializedEvent event) {
        System.out.println("port " + event.getWebServer().getPort());
    }
}
