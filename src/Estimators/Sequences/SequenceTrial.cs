using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>
/// Of few sequences of keys nobody can tell beforehand whether their end says it all, something in their midst, or which keys they have,
/// in whatever order: each is learned, and the loss on held-out rows decides.
/// </summary>
internal static class SequenceTrial
{
    private const long MostRows = 1000; // one training of them may take ten seconds of one core (TrainingBudget)
    private const long FewRows = 500; // and one of these five
    private const int LongestSequence = 200;

    /// <summary>Whether options leave it open, rows are held out to judge by, and two trainings take no long time.</summary>
    public static bool IsWorthIt(
        RecurrentNetworkOptions options, SequenceShape shape, FitRows rows, RecurrentNetworkTransformer? previous) =>
        previous is null && shape.KeyCount > 0 && shape.MaximumLength <= LongestSequence
        && rows.Validation is not null && rows.Training.RowCount < MostRows
        && options is
        { Transfer: null, Encoder: null, SummaryBy: null, Bidirectional: not true, SegmentLength: null, Training.Epochs: null };

    /// <summary>
    /// The last answer of an LSTM, a mean over every three keys that follow each other, and, of few rows, a mean weighted by attention over
    /// an LSTM that reads both ways.
    /// </summary>
    /// <param name="rows">Rows to learn from.</param>
    public static IReadOnlyList<SequenceReading> Candidates(long rows)
    {
        SequenceReading last = new(new LstmEncoder(), Bidirectional: false, SequencePooling.Last);
        // A mean has small slopes: at the usual rate it would still be learning when the time is over.
        SequenceReading counted =
            new(new TimeDelayEncoder { HiddenSize = 64, Taps = 3 }, Bidirectional: false, SequencePooling.Mean, LearningRate: 3e-3);
        SequenceReading looking = new(new LstmEncoder(), Bidirectional: true, SequencePooling.Attention);
        SequenceReading[] tried = rows < FewRows ? [last, looking, counted] : [last, counted];
        return rows < FewRows ? tried : Array.ConvertAll(tried, reading => reading with { WorkShare = 1.0 / tried.Length });
    }

    /// <summary>Trains with each and keeps the network with the least loss on held-out rows; of equal ones the first.</summary>
    /// <param name="fit">The fit, which disposes of the others.</param>
    /// <param name="candidates">What is tried.</param>
    /// <param name="train">Trains one.</param>
    /// <returns>The network, and its history, which tells the losses of all.</returns>
    public static (PlacedNetwork<RecurrentSequenceNetwork> Placed, TrainingHistory History) Best(
        FitSession fit, IReadOnlyList<SequenceReading> candidates,
        Func<SequenceReading, (PlacedNetwork<RecurrentSequenceNetwork> Placed, TrainingHistory History)> train)
    {
        var tried = new List<(SequenceReading Reading, PlacedNetwork<RecurrentSequenceNetwork> Placed, TrainingHistory History)>();
        foreach (var candidate in candidates)
        {
            var (placed, history) = train(candidate);
            tried.Add((candidate, placed, history));
            if (WasForced(history))
                break; // there is no time for another
        }
        var best = tried.MinBy(t => Loss(t.History));
        foreach (var (_, placed, _) in tried.Where(t => t.Placed != best.Placed))
            fit.Discard(placed.Network);
        var losses = string.Join(
            " against ", tried.Select(t => FormattableString.Invariant($"{Loss(t.History):G3} of {Name(t.Reading)}")));
        var choice = new AutomaticChoice(
            nameof(RecurrentNetworkOptions.Encoder), Name(best.Reading), $"steps are keys, and the loss on held-out rows is {losses}");
        // Whoever was stopped in the second trial is to know, though the first one's network is kept.
        var (_, _, last) = tried[^1];
        return (best.Placed, best.History with
        {
            Chosen = [choice, .. best.History.Chosen],
            StopReason = WasForced(last) ? last.StopReason : best.History.StopReason,
            StopMessage = WasForced(last) ? last.StopMessage : best.History.StopMessage,
        });
    }

    private static bool WasForced(TrainingHistory history) =>
        history.StopReason is StopReason.Cancelled or StopReason.TimeLimit or StopReason.StoppedByCallback;

    private static double Loss(TrainingHistory history)
    {
        var losses = history.Epochs.Select(epoch => epoch.MonitoredLoss).Where(double.IsFinite).DefaultIfEmpty(double.PositiveInfinity);
        return losses.Min();
    }

    private static string Name(SequenceReading reading) =>
        $"{(reading.Bidirectional ? "bidirectional " : "")}{reading.Encoder.GetType().Name}, {reading.Pooling}";
}
