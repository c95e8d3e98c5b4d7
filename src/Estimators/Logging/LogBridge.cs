using Microsoft.Extensions.Logging;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML.Estimators;

/// <summary>Hands the messages of a context on to a logger until it is disposed.</summary>
internal sealed class LogBridge : IDisposable
{
    private static readonly Func<Entry, Exception?, string> Text = (entry, _) => entry.ToString();

    private readonly MLContext _context;
    private readonly ILogger _logger;

    /// <param name="context">The context.</param>
    /// <param name="logger">The logger.</param>
    public LogBridge(MLContext context, ILogger logger)
    {
        (_context, _logger) = (context, logger);
        _context.Log += HandOn;
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Log -= HandOn;

    private void HandOn(object? sender, LoggingEventArgs message)
    {
        var level = message.Kind switch
        {
            ChannelMessageKind.Trace => LogLevel.Trace,
            ChannelMessageKind.Info => LogLevel.Information,
            ChannelMessageKind.Warning => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        if (_logger.IsEnabled(level))
            _logger.Log(level, default, new Entry(message.Source, message.RawMessage), null, Text);
    }

    // What structured loggers read is a list of names and values, with the template as the last.
    private sealed class Entry(string source, string message) : List<KeyValuePair<string, object?>>(
    [
        new("Source", source), new("Message", message), new("{OriginalFormat}", "{Source}: {Message}"),
    ])
    {
        public override string ToString() => $"{source}: {message}";
    }
}
