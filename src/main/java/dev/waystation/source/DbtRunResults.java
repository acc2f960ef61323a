package dev.waystation.source;

import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The step that makes run events of dbt Core's {@code run_results.json} in the body: a file, a stream, bytes or text. It
 * reads the headers {@code JobId}, {@code JobName} and {@code EnvironmentName}, and sets {@code RunId}, {@code RunStatus}
 * and {@code DbtCommand} ({@code build}, {@code run}, {@code test}, …) to choose by. The body becomes a list of events for
 * {@code events:publish}. Safe for use by any number of threads.
 */
public final class DbtRunResults implements Processor {

    /** The job's id, decimal digits. Read. */
    public static final String JOB_ID = "JobId";

    /** The job's name. Read; may be missing. */
    public static final String JOB_NAME = "JobName";

    /** The environment's name. Read; may be missing. */
    public static final String ENVIRONMENT_NAME = "EnvironmentName";

    /** What dbt was asked for. Set; empty when the file does not tell. */
    public static final String COMMAND = "DbtCommand";

    /** @throws UnreadableRunResultsException when the body is no artifact that events can be made of */
    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        DbtJob job = new DbtJob(header(message, JOB_ID), header(message, JOB_NAME), header(message, ENVIRONMENT_NAME));
        if (!job.id().matches("[0-9]{1,20}")) {
            throw new UnreadableRunResultsException("the header " + JOB_ID + " is '" + Texts.cut(job.id(), 40)
                    + "', expected the job's id in decimal digits; see waystation.dbt-core.job-id");
        }
        RunResults run;
        try (InputStream in = message.getMandatoryBody(InputStream.class)) {
            run = RunResultsReader.read(in);
        }
        message.setHeader("RunId", run.invocationId());
        message.setHeader("RunStatus", run.failed() ? "Errored" : "Success");
        message.setHeader(COMMAND, run.command());
        message.removeHeader(Exchange.CONTENT_TYPE);
        message.setBody(DbtCoreEvents.of(run, job));
    }

    private static String header(Message message, String name) {
        String value = message.getHeader(name, String.class);
        return value == null ? "" : value.strip();
    }
}
