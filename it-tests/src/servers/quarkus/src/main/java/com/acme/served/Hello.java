package com.acme.served;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers one request. */
@Path("/hello")
public class Hello {
    @GET
    public String hello() {
        return "hello";
    }
}
