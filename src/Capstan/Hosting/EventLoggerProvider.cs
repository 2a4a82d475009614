using Capstan.Events;
using Microsoft.Extensions.Logging;

namespace Capstan.Hosting;

/// <summary>Warnings of the web servers become events, so that an operator looks for trouble in one place.</summary>
internal sealed class EventLoggerProvider(IEventLog events) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new EventLogger(categoryName, events);

    public void Dispose()
    {
        // The log belongs to whoever made it.
    }

    private sealed class EventLogger(string category, IEventLog events) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var fault = exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
            events.Append(EventKinds.Warning, $"{category}: {formatter(state, exception)}{fault}");
        }
    }
}
