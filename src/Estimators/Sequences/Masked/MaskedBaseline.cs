using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// What counting says of hidden keys: how frequent each is, and how often each stands between the same two neighbours, added to one
/// observation of the frequencies. The neighbours are not hidden from it.
/// </summary>
internal static class MaskedBaseline
{
    private const int BatchRows = 256;
    private const long MostKeys = 5_000_000; // what counts would take more time and memory than is fair of a baseline

    /// <summary>
    /// The better one beside the network, on the keys of held-out rows that it was asked for; null where none were held out.
    /// </summary>
    /// <param name="rows">The rows of the fit.</param>
    /// <param name="step">Knows which keys are asked for.</param>
    /// <param name="keyCount">Number of keys.</param>
    /// <param name="history">The network's training.</param>
    public static Baseline? Of(FitRows rows, MaskedTokenStep step, int keyCount, TrainingHistory history)
    {
        if (rows.Validation is not { } heldOut
            || history.Epochs.SingleOrDefault(epoch => epoch.Epoch == history.KeptEpoch) is not { } kept
            || !kept.Metrics.TryGetValue(MetricNames.Validation(MetricNames.BitsPerToken), out var bits))
            return null;
        var keys = new long[keyCount + 1]; // how often each is there, and of key 0 how many were counted
        var (pairs, between) = (new Dictionary<(long, long), int>(), new Dictionary<(long, long, long), int>());
        foreach (var place in Places(rows.Training, step, all: true))
        {
            if (place.Key == 0 || keys[0]++ > MostKeys)
                continue;
            keys[place.Key]++;
            pairs[(place.Left, place.Right)] = pairs.GetValueOrDefault((place.Left, place.Right)) + 1;
            var three = (place.Left, place.Key, place.Right);
            between[three] = between.GetValueOrDefault(three) + 1;
        }
        var (frequent, neighbours, count, known) = (0.0, 0.0, 0L, keys.Skip(1).Sum());
        foreach (var place in Places(heldOut, step, all: false))
        {
            var frequency = (keys[place.Key] + 1.0) / (known + keyCount);
            frequent -= Math.Log(frequency);
            neighbours -= Math.Log(
                (between.GetValueOrDefault((place.Left, place.Key, place.Right)) + frequency)
                    / (pairs.GetValueOrDefault((place.Left, place.Right)) + 1));
            count++;
        }
        if (count == 0)
            return null;
        var (ofFrequency, ofNeighbours) = (Math.Exp(frequent / count), Math.Exp(neighbours / count));
        var (name, value) = ofNeighbours < ofFrequency
            ? (Invariant($"keys between the same neighbours ({ofFrequency:G4} of frequencies)"), ofNeighbours)
            : (Invariant($"the frequencies of keys ({ofNeighbours:G4} of keys between the same neighbours)"), ofFrequency);
        return new Baseline(name, "perplexity of hidden keys of rows held out", value, Math.Pow(2, bits));
    }

    // Every key with its neighbours, 0 for a missing one and beyond the ends; or those asked for only.
    private static IEnumerable<(long Left, long Key, long Right)> Places(IBatchSource rows, MaskedTokenStep step, bool all)
    {
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            var (keys, asked, time) = Read(batch, step);
            for (var i = 0; i < keys.Length; i++)
                if (all || asked[i])
                    yield return (i % time > 0 ? keys[i - 1] : 0, keys[i], i % time < time - 1 ? keys[i + 1] : 0);
        }
    }

    private static (long[] Keys, bool[] Asked, int Time) Read(TensorBatch batch, MaskedTokenStep step)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var (keys, asked) = step.HeldOut(batch);
        return (keys.ReadAll<long>(), Array.ConvertAll(asked.to(ScalarType.Int64).ReadAll<long>(), one => one == 1), (int)keys.size(1));
    }
}
