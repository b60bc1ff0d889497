package io.datapunk.retry.it;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A debugger with a breakpoint at the last line but one of a method, in a JVM that waits for it. */
final class Debugger {
    /** What to start that JVM with; it prints {@link #LISTENING} and the port. */
    static final String OPTION = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0";

    static final String LISTENING = "Listening for transport dt_socket at address: ";

    private final VirtualMachine machine;
    private final List<Hit> hits = new ArrayList<>();

    private Debugger(VirtualMachine machine) {
        this.machine = machine;
    }

    /** What it shows at the breakpoint, all as text; the parameters are those that the method declares. */
    record Hit(List<String> parameters, List<String> arguments, Map<String, String> variables, String self) {}

    /** Attaches, lets the JVM run to its end, and gives what was seen whenever it came to the breakpoint. */
    static List<Hit> attach(String port, String className, String method) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(port);
        Debugger debugger = new Debugger(connector.attach(arguments));
        ClassPrepareRequest prepared = debugger.machine.eventRequestManager().createClassPrepareRequest();
        prepared.addClassFilter(className);
        prepared.enable();
        debugger.machine.resume();
        debugger.follow(method);
        return debugger.hits;
    }

    private void follow(String method) throws Exception {
        try {
            while (true) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    if (event instanceof ClassPrepareEvent prepared) {
                        breakIn(prepared.referenceType().methodsByName(method).get(0));
                    } else if (event instanceof BreakpointEvent hit) {
                        hits.add(look(hit.thread().frame(0)));
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException end) {
            return; // as every JVM ends
        }
    }

    private void breakIn(Method method) throws AbsentInformationException {
        List<Location> lines = method.allLineLocations();
        machine.eventRequestManager()
                .createBreakpointRequest(lines.get(lines.size() - 2))
                .enable();
    }

    private static Hit look(StackFrame frame) throws AbsentInformationException, IncompatibleThreadStateException {
        Map<String, String> variables = new TreeMap<>();
        for (LocalVariable variable : frame.visibleVariables()) {
            variables.put(variable.name(), String.valueOf(frame.getValue(variable)));
        }
        return new Hit(
                frame.location().method().arguments().stream()
                        .map(LocalVariable::name)
                        .toList(),
                frame.getArgumentValues().stream().map(String::valueOf).toList(),
                variables,
                frame.thisObject().referenceType().name());
    }
}
