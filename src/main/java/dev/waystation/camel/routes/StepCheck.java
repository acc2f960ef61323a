package dev.waystation.camel.routes;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * Looks whether there is what the steps of routes call, before a running route is touched: Camel takes it away before it
 * finds that the new one cannot be.
 */
final class StepCheck {

    private final CamelContext context;
    private final KameletCheck kamelets;

    StepCheck(CamelContext context, KameletCheck kamelets) {
        this.context = context;
        this.kamelets = kamelets;
    }

    /**
     * Checks the routes of a file. Steps that a route has from a configuration in another file are that file's matter.
     *
     * @param file the file's name
     * @param text the file's text, to find the line in
     * @throws IllegalArgumentException with the line of the first step that cannot work
     */
    void check(List<RouteDefinition> routes, String file, String text) {
        for (RouteDefinition route : routes) {
            List<ToDefinition> steps =
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream()
                            .filter(step -> step.getLocation() == null
                                    || step.getLocation().equals(RouteParser.location(file)))
                            .toList();
            steps.forEach(step -> checkComponent(step, text));
            checkKamelet(route.getInput().getUri(), text, route.getLineNumber());
            steps.forEach(step -> checkKamelet(step.getUri(), text, step.getLineNumber()));
        }
    }

    private void checkComponent(ToDefinition step, String text) {
        String scheme = String.valueOf(step.getUri()).replaceFirst(":.*", "");
        if (step.getUri() != null && !scheme.contains("{") && context.getComponent(scheme) == null) {
            throw new PlacedException(
                    FailureLines.lineWith(step.getUri(), text, step.getLineNumber()),
                    "there is no component '" + scheme + "' for '" + step.getUri() + "'");
        }
    }

    private void checkKamelet(String uri, String text, int line) {
        try {
            kamelets.check(uri);
        } catch (Exception e) {
            throw new PlacedException(FailureLines.lineWith(uri, text, line), e.getMessage());
        }
    }
}
