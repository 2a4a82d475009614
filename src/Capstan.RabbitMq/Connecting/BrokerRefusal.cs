using Capstan.Core.Stacks;
using Capstan.Database.Engines;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Connecting;

/// <summary>Tells what a broker refuses for good from what may go better the next time, and finds the remedy.</summary>
internal static class BrokerRefusal
{
    private const ushort AccessRefused = 403;
    private const ushort NotAllowed = 530;

    /// <summary>What is wrong and stays so until somebody changes it; null when another attempt may succeed.</summary>
    public static BrokerFault? Of(BrokerSpec spec, Exception fault) => Cause(fault) switch
    {
        BrokerRefusedException refused => refused.Fault,
        // What the client only takes for possible is any end of a connection during the login, such as that of a broker that is being stopped.
        AuthenticationFailureException => WrongCredentials(spec),
        OperationInterruptedException { ShutdownReason: { ReplyCode: NotAllowed } reason } => Vhost(spec, reason.ReplyText ?? ""),
        OperationInterruptedException { ShutdownReason: { ReplyCode: AccessRefused } reason } => MissingRight(spec, reason.ReplyText.Contains("exchange") ? "write" : "read or write", reason.ReplyText),
        _ => null,
    };

    /// <summary>As an exception of the engine.</summary>
    public static EngineException Exception(BrokerFault fault, Exception cause) => new(fault.Text, cause);

    /// <summary>A right is missing. Older brokers do not say which.</summary>
    public static BrokerFault MissingRight(BrokerSpec spec, string right, string? text) => new(
        $"User '{spec.User}' lacks the right to {right} in virtual host '{spec.VirtualHost}' of the broker at {string.Join(',', spec.Hosts)}: {Text(text)}.",
        $"Give it with {Rights(spec)}.");

    /// <summary>What stands in a broker's refusal behind its code.</summary>
    public static string Text(string? replyText)
    {
        var text = replyText ?? "";
        var dash = text.IndexOf(" - ", StringComparison.Ordinal);
        return dash < 0 ? text : text[(dash + 3)..];
    }

    // The client wraps what the broker said into what it was doing.
    private static Exception Cause(Exception fault) => fault switch
    {
        BrokerUnreachableException { InnerException: { } inner } => Cause(inner),
        AggregateException { InnerException: { } inner } => Cause(inner),
        _ => fault,
    };

    private static BrokerFault WrongCredentials(BrokerSpec spec) => new(
        $"The broker at {string.Join(',', spec.Hosts)} does not let user '{spec.User}' in.",
        spec.User == "guest"
            ? "'guest' is let in from the broker's own machine alone: make a user of its own with 'rabbitmqctl add_user' and name it in the stack file."
            : $"Check its name and password ('rabbitmqctl authenticate_user {spec.User}').");

    private static BrokerFault? Vhost(BrokerSpec spec, string text)
    {
        if (text.Contains("not found", StringComparison.Ordinal))
        {
            return new BrokerFault(
                $"The broker at {string.Join(',', spec.Hosts)} has no virtual host '{spec.VirtualHost}'.",
                $"Make it with 'rabbitmqctl add_vhost {spec.VirtualHost}' and give '{spec.User}' its rights with {Rights(spec)}.");
        }

        // There is room again when others have gone.
        return text.Contains("connection limit", StringComparison.Ordinal) ? null : MissingRight(spec, "connect", text);
    }

    private static string Rights(BrokerSpec spec) => $"'rabbitmqctl set_permissions -p {spec.VirtualHost} {spec.User} \".*\" \".*\" \".*\"'";
}
