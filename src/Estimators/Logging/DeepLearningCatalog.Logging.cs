using DeepML.Estimators;
using Microsoft.Extensions.Logging;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Hands every message of <c>MLContext.Log</c> on to a logger: those of ML.NET and the line of each epoch of a training. Traces become
    /// <see cref="LogLevel.Trace"/>, infos <see cref="LogLevel.Information"/>, warnings and errors what they are. Structured loggers find
    /// the message as <c>Message</c> and the component that wrote it as <c>Source</c>.
    /// </summary>
    /// <param name="context">The context whose messages are handed on.</param>
    /// <param name="logger">Receives them, on the threads on which they are written; it is asked for its level first.</param>
    /// <returns>Ends it when disposed. The context keeps the logger alive until then.</returns>
    public static IDisposable LogTo(this MLContext context, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(logger);
        return new LogBridge(context, logger);
    }
}
