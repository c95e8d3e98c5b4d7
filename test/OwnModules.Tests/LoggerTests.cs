using DeepML.Workout;
using Microsoft.Extensions.Logging;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.OwnModules.Tests;

/// <summary>What reaches a logger of the application.</summary>
[TestClass]
public sealed class LoggerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Epochs_and_warnings_reach_a_logger_with_level_and_source_until_it_is_let_go()
    {
        var logger = new Recorder();
        using (_ml.LogTo(logger))
            Fit();
        var epochs = logger.Messages.Where(message => message.Text.Contains("Epoch ", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(2, epochs);
        foreach (var epoch in epochs)
        {
            Assert.AreEqual(LogLevel.Information, epoch.Level);
            StringAssert.Contains((string?)epoch.Values["Source"], "TorchModule");
            StringAssert.StartsWith((string?)epoch.Values["Message"], "Epoch ");
            Assert.AreEqual($"{epoch.Values["Source"]}: {epoch.Values["Message"]}", epoch.Text);
            Assert.AreEqual("{Source}: {Message}", epoch.Values["{OriginalFormat}"]);
        }
        Assert.AreEqual(LogLevel.Warning,
            logger.Messages.Single(message => message.Text.Contains("used and not be saved", StringComparison.Ordinal)).Level);
        Assert.IsTrue(logger.Messages.Any(message => message.Level == LogLevel.Trace), "ML.NET writes traces");
        var count = logger.Messages.Count;
        Fit();
        Assert.HasCount(count, logger.Messages, "nothing is handed on any more");
    }

    [TestMethod]
    public void A_level_that_the_logger_does_not_want_is_not_written()
    {
        var logger = new Recorder { Lowest = LogLevel.Warning };
        using var bridge = _ml.LogTo(logger);
        Fit();
        Assert.IsNotEmpty(logger.Messages);
        Assert.IsTrue(logger.Messages.All(message => message.Level >= LogLevel.Warning));
    }

    private void Fit() => _ml.Regression.Trainers.TorchModule(
        "Number", "Features", (features, answers) => nn.Linear(features, answers), new TrainingOptions { Epochs = 2 })
            .Fit(Blobs.Create(_ml)).Dispose();

    private sealed class Recorder : ILogger
    {
        public LogLevel Lowest { get; init; } = LogLevel.Trace;

        public List<(LogLevel Level, string Text, Dictionary<string, object?> Values)> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= Lowest;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.IsTrue(IsEnabled(logLevel));
            Messages.Add((logLevel, formatter(state, exception), ((IReadOnlyList<KeyValuePair<string, object?>>)state!).ToDictionary()));
        }
    }
}
