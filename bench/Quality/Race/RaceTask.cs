namespace DeepML.Bench;

/// <summary>
/// A thousand fits of each family while two threads make garbage all the time. TorchSharp frees numbers that nothing keeps alive while
/// native code reads them, which throws now and then in code that does not take care. A fit has failed if it throws, or if it ends with
/// another loss than the same fit did before the garbage.
/// </summary>
internal sealed class RaceTask : IQualityTask
{
    private const int Fits = 1000;
    private const int GarbageThreads = 2;

    public string Name => "race";

    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    public IEnumerable<(string Name, double Value)> Run(string[] asked)
    {
        var families = new RaceFamilies().All.Where(family => IsAskedFor(family.Name, asked)).ToArray();
        var failed = 0;
        foreach (var (name, fit) in families)
        {
            var (failures, replays) = Race(name, fit);
            failed += failures;
            yield return ($"race.{name}.failed", failures);
            yield return ($"race.{name}.replays", replays);
        }
        if (families.Length > 0)
            yield return ("race.failed", failed);
    }

    private static bool IsAskedFor(string family, string[] asked) =>
        Catalog.IsAskedFor($"race.{family}.failed", asked)
        || asked.Any(a => a == "race.failed" || a.StartsWith($"race.{family}.", StringComparison.Ordinal));

    private static (int Failed, int Replays) Race(string name, Func<int, TrainingHistory> fit)
    {
        // A fit that cannot succeed in quiet is a fault of another kind, and ends the task.
        var expected = Enumerable.Range(0, RaceFamilies.Variants).Select(variant => LastLoss(fit(variant))).ToArray();
        var (failed, replays) = (0, 0);
        using var garbage = new AllocatingThreads(GarbageThreads);
        for (var i = 0; i < Fits; i++)
        {
            var variant = i % RaceFamilies.Variants;
            var fault = Fault(() => fit(variant), expected[variant], ref replays);
            if (fault is null)
                continue;
            if (failed++ == 0)
                Console.Error.WriteLine($"(race.{name}: first failure in fit {i + 1}: {fault})");
        }
        return (failed, replays);
    }

    // What is counted here is exactly that any exception at all comes out of a fit.
    private static string? Fault(Func<TrainingHistory> fit, double expected, ref int replays)
    {
        try
        {
            var history = fit();
            replays += history.Replays;
            var loss = LastLoss(history);
            return loss.Equals(expected) ? null : FormattableString.Invariant($"the loss is {loss:R} and was {expected:R} in quiet");
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name}: {exception.Message.Split('\n')[0]}";
        }
    }

    private static double LastLoss(TrainingHistory history) => history.Epochs[^1].TrainingLoss;
}
