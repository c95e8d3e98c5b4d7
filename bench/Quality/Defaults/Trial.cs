using System.Diagnostics;

namespace DeepML.Bench;

/// <summary>A fit with default options and what came of it.</summary>
/// <param name="Score">The higher the better; NaN if the fit ended with an error.</param>
/// <param name="Seconds">Time of the fit, without scoring.</param>
internal readonly record struct Trial(double Score, double Seconds)
{
    private static readonly HashSet<string> Told = [];

    /// <summary>
    /// Fits and scores. A default that answers with an error is a result of this bench too: the score is NaN, which holds no bar, and the
    /// error is told on standard error.
    /// </summary>
    /// <param name="name">The result's name.</param>
    /// <param name="fit">Trains a model, which is disposed of.</param>
    /// <param name="score">Scores it on held-out rows.</param>
    public static Trial Of<T>(string name, Func<T> fit, Func<T, double> score)
        where T : IDisposable
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var model = fit();
            var seconds = clock.Elapsed.TotalSeconds;
            return new Trial(score(model), seconds);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            if (Told.Add(name)) // the other seeds say much the same
                Console.Error.WriteLine($"({name}: {error.GetType().Name}: {error.Message.Split('\n')[0]})");
            return new Trial(double.NaN, clock.Elapsed.TotalSeconds);
        }
    }

    /// <summary>Whether the time is right: ten seconds for fewer than a thousand rows, else a minute.</summary>
    public static bool IsQuick(double seconds, int rows) => seconds <= (rows < 1000 ? 10 : 60);
}
