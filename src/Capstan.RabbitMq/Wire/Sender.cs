namespace Capstan.RabbitMq.Wire;

/// <summary>Who asks and where answers go. A front that was started again uses the same queue and begins to count anew, so its life has a name.</summary>
/// <param name="Front">Names this life of the front.</param>
/// <param name="ReplyTo">Its queue.</param>
internal readonly record struct Sender(Guid Front, string ReplyTo);
