package io.datapunk.retry.agent.site;

/** Stands for one method of one rule, whichever class has it: name and descriptor are the same. Known by identity. */
final class ProxyKey {}
