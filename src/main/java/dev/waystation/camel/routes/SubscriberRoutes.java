package dev.waystation.camel.routes;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/**
 * Gives routes from {@code events:subscribe} that say nothing about errors no error handler: Camel's would log each
 * failure with its stack trace and the whole address of an {@code http} step, although it is in the delivery log and the
 * store redelivers.
 */
final class SubscriberRoutes implements RouteBuilderLifecycleStrategy {

    @Override
    public void afterConfigure(RouteBuilder builder) {
        if (!builder.getRouteCollection().getOnExceptions().isEmpty()) {
            return;
        }
        for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
            if (isSubscriber(route) && !saysSomethingAboutErrors(route)) {
                route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
            }
        }
    }

    private static boolean isSubscriber(RouteDefinition route) {
        return route.getInput() != null
                && String.valueOf(route.getInput().getUri()).matches("events:(//)?subscribe\\b.*");
    }

    private static boolean saysSomethingAboutErrors(RouteDefinition route) {
        return route.getErrorHandler() != null
                || route.isErrorHandlerFactorySet()
                || route.getRouteConfigurationId() != null
                || !ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), OnExceptionDefinition.class)
                        .isEmpty();
    }
}
