package com.acme.boot;

import java.io.IOException;

/** Loses the first two of three calls. */
class Gateway {
    private int calls;

    String charge(String account) throws IOException {
        calls++;
        if (calls % 3 != 0) {
            throw new IOException("gateway has hung up");
        }
        return "charged " + account;
    }
}
