package dev.waystation.camel;

import dev.waystation.subscription.EventFilter;
import dev.waystation.subscription.EventTypePatterns;
import dev.waystation.subscription.InvalidTemplateException;
import dev.waystation.subscription.ResourceIdPatterns;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** {@code events:publish}, {@code events:subscribe} and {@code events:deliver}. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "events",
        title = "Events",
        syntax = "events:kind",
        remote = false,
        category = {Category.MESSAGING})
public class EventsEndpoint extends DefaultEndpoint {

    private static final String RUN = "run";
    private static final String RECEIVED = "received";

    /** What an endpoint of the component does. */
    public enum Kind {
        /** {@code to}: stores events with their fan-out. */
        PUBLISH,
        /** {@code from}: a durable subscription whose endpoint is the rest of the route. */
        SUBSCRIBE,
        /** {@code from}: one exchange for each attempt of an HTTP delivery. */
        DELIVER;

        static Kind of(String remaining, String uri) {
            return Arrays.stream(values())
                    .filter(kind ->
                            kind.name().toLowerCase(java.util.Locale.ROOT).equals(remaining))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException(
                                    "'" + uri
                                            + "' is not an events endpoint: expected events:publish, events:subscribe or events:deliver"));
        }
    }

    @UriPath(description = "publish, subscribe or deliver")
    @Metadata(required = true)
    private final Kind kind;

    @UriParam(
            description =
                    "The account: to publish to, or to subscribe in. Without it, the event's own or the first of waystation.accounts.")
    private Long account;

    @UriParam(
            description =
                    "What the body of a 'to: events:publish' is: run events in dbt Cloud's form, or received events in Prefect's.",
            enums = "run,received",
            defaultValue = "run")
    private String form = RUN;

    @UriParam(description = "Names a subscription for good: the same name after a restart is the same subscription.")
    private String name;

    @UriParam(description = "The event types to subscribe to, separated by commas.")
    private String eventTypes;

    @UriParam(description = "The jobs to subscribe to, separated by commas; without it every job.")
    private String jobIds;

    @UriParam(
            description =
                    "The resources to subscribe to, separated by commas, each an id or the beginning of ids with * at the end; without it every resource.")
    private String resourceIds;

    @UriParam(
            description =
                    "An expression over the event in Jinja's syntax, such as data.runStatus == 'Errored'; without it every event.")
    private String filter;

    public EventsEndpoint(String uri, EventsComponent component, Kind kind) {
        super(uri, component);
        this.kind = kind;
    }

    @Override
    public Producer createProducer() {
        if (kind != Kind.PUBLISH) {
            throw new IllegalArgumentException(
                    "'" + getEndpointUri() + "' gives events out and cannot be a 'to': publish with events:publish");
        }
        return new PublishProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer =
                switch (kind) {
                    case PUBLISH ->
                        throw new IllegalArgumentException("'" + getEndpointUri()
                                + "' takes events in and cannot be a 'from': use events:subscribe");
                    case SUBSCRIBE -> new SubscribeConsumer(this, processor);
                    case DELIVER -> new DeliverConsumer(this, processor);
                };
        configureConsumer(consumer);
        return consumer;
    }

    /** Says what is missing, early enough for Camel to name the route. */
    void validate() {
        if (!form.equals(RUN) && !form.equals(RECEIVED)) {
            throw new IllegalArgumentException("events:publish: the form is '" + form + "', expected run or received");
        }
        if (kind != Kind.SUBSCRIBE) {
            return;
        }
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(
                    "events:subscribe needs the parameter 'name', which names the subscription for good");
        }
        if (eventTypeList().isEmpty()) {
            throw new IllegalArgumentException(
                    "events:subscribe needs the parameter 'eventTypes', for example job.run.errored");
        }
        if (filter != null) {
            try {
                EventFilter.compile(filter);
            } catch (InvalidTemplateException e) {
                throw new IllegalArgumentException("events:subscribe: the filter cannot be used: " + e.getMessage());
            }
        }
        for (String type : eventTypeList()) {
            refuse(type, EventTypePatterns.expectedInsteadOf(type));
        }
        for (String resource : resourceIdList()) {
            refuse(resource, ResourceIdPatterns.expectedInsteadOf(resource));
        }
    }

    private static void refuse(String given, String expected) {
        if (expected != null) {
            throw new IllegalArgumentException("events:subscribe: '" + given + "' is not usable, expected " + expected);
        }
    }

    EventsComponent component() {
        return (EventsComponent) getComponent();
    }

    /** The event types as a list; trimmed, without empty ones. */
    List<String> eventTypeList() {
        return list(eventTypes);
    }

    /** The resource ids as a list; trimmed, without empty ones. */
    List<String> resourceIdList() {
        return list(resourceIds);
    }

    /** The job ids as a list; trimmed, without empty ones. */
    List<String> jobIdList() {
        return list(jobIds);
    }

    private static List<String> list(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::trim)
                        .filter(s -> !s.isEmpty())
                        .toList();
    }

    /** The account, or null. */
    public Long getAccount() {
        return account;
    }

    public void setAccount(Long account) {
        this.account = account;
    }

    /** What is published: {@code run} or {@code received}. */
    public String getForm() {
        return form;
    }

    public void setForm(String form) {
        this.form = form;
    }

    /** Whether what is published is in Prefect's form. */
    boolean takesReceivedEvents() {
        return form.equals(RECEIVED);
    }

    /** The subscription's name. */
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** The event types, separated by commas. */
    public String getEventTypes() {
        return eventTypes;
    }

    public void setEventTypes(String eventTypes) {
        this.eventTypes = eventTypes;
    }

    /** The filter, or null. */
    public String getFilter() {
        return filter;
    }

    public void setFilter(String filter) {
        this.filter = filter;
    }

    /** The resource ids, separated by commas. */
    public String getResourceIds() {
        return resourceIds;
    }

    public void setResourceIds(String resourceIds) {
        this.resourceIds = resourceIds;
    }

    /** The job ids, separated by commas. */
    public String getJobIds() {
        return jobIds;
    }

    public void setJobIds(String jobIds) {
        this.jobIds = jobIds;
    }
}
